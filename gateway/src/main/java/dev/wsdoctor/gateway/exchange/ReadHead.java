package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.wire.RequestReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Truth;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The head of a request as it was read, whole or not.
///
/// @param refusal why it is not answered as it asks
/// @param line the request line as it came
/// @param length in bytes
record ReadHead(Request request, Optional<Truth.Refusal> refusal, String line, long length) {
  static ReadHead of(RequestReader.Progress progress, RequestReader reader, ByteBuf rest) {
    return switch (progress) {
      case RequestReader.Progress.Refused refused -> refused(refused, reader, rest);
      case RequestReader.Progress.Complete(Request request) -> complete(request, reader);
      case RequestReader.Progress.More() -> throw new IllegalStateException("no head yet");
    };
  }

  /// A whole one.
  private static ReadHead complete(Request request, RequestReader reader) {
    return new ReadHead(request, Optional.empty(), reader.line(), reader.length());
  }

  /// One that nginx refuses; a line that was not read to its end goes on in `rest`.
  private static ReadHead refused(
      RequestReader.Progress.Refused refused, RequestReader reader, ByteBuf rest) {
    Truth.Refusal refusal = new Truth.Refusal(refused.status(), refused.said());
    boolean whole = reader.isLineRead();
    String line = whole ? refused.line() : refused.line() + lineEnd(refused, rest);
    return new ReadHead(refused.request(), Optional.of(refusal), line, reader.length());
  }

  private static String lineEnd(RequestReader.Progress.Refused refused, ByteBuf rest) {
    boolean atEnd = refused.endsLine();
    String text = atEnd ? "" : rest.toString(StandardCharsets.ISO_8859_1);
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
      end++;
    }
    return text.substring(0, end);
  }

  /// One of which no more will come.
  static ReadHead broken(RequestReader reader, int status, String said) {
    Truth.Refusal refusal = new Truth.Refusal(status, said);
    return new ReadHead(reader.request(), Optional.of(refusal), reader.line(), reader.length());
  }
}
