package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads the beginning of a refusal's body, which often says why. What does not come is not missed.
final class BodyReader {
  private final Wire wire;
  private final int limit;
  private final Deadline deadline;

  BodyReader(Wire wire, int limit, Deadline deadline) {
    this.wire = wire;
    this.limit = limit;
    this.deadline = deadline;
  }

  String read(Fields head, String alreadyRead) {
    StringBuilder body = new StringBuilder(alreadyRead);
    int wanted = length(head);
    byte[] chunk = new byte[limit];
    try {
      int count = 0;
      while (count >= 0 && body.length() < wanted && !isLastChunk(head, body)) {
        count = wire.read(chunk, deadline);
        body.append(new String(chunk, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException _) {
      // What came before is all there is.
    }
    return body.substring(0, Math.min(body.length(), limit));
  }

  private int length(Fields head) {
    return head.first("Content-Length")
        .filter(value -> value.matches("[0-9]{1,9}"))
        .map(value -> Math.min(limit, Integer.parseInt(value)))
        .orElse(limit);
  }

  private static boolean isLastChunk(Fields head, StringBuilder body) {
    return head.hasMember("Transfer-Encoding", "chunked") && body.indexOf("0\r\n\r\n") >= 0;
  }
}
