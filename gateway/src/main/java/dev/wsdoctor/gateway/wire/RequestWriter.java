package dev.wsdoctor.gateway.wire;

import dev.wsdoctor.http.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the head of a request to an upstream.
public final class RequestWriter {
  private RequestWriter() {}

  /// Line and fields, one char per byte.
  public static byte[] write(String line, List<Field> fields) {
    StringBuilder out = new StringBuilder(512);
    out.append(line).append("\r\n");
    for (Field field : fields) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
