package dev.wsdoctor.capture;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import java.util.Optional;

/// Where the body of a message ends (RFC 9112, 6.3).
sealed interface BodyLength {
  record Known(long bytes) implements BodyLength {}

  record Chunked() implements BodyLength {}

  record UntilClose() implements BodyLength {}

  static BodyLength of(Request request) {
    return of(request.fields()).orElse(new Known(0));
  }

  /// `method` is that of the request, which decides as well.
  static BodyLength of(Response response, String method) {
    int status = response.status();
    boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return none ? new Known(0) : of(response.fields()).orElse(new UntilClose());
  }

  private static Optional<BodyLength> of(Fields fields) {
    if (fields.hasMember("Transfer-Encoding", "chunked")) {
      return Optional.of(new Chunked());
    }
    return fields
        .first("Content-Length")
        .filter(value -> value.matches("[0-9]{1,18}"))
        .map(value -> new Known(Long.parseLong(value)));
  }
}
