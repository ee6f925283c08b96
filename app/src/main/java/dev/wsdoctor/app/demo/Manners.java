package dev.wsdoctor.app.demo;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How the application of a demonstration treats a correct handshake, in the words of its options:
/// `--path=/ws` (404 for others), `--same-origin` (403 unless the host of Origin is Host),
/// `--subprotocol=chat`, `--wrong-accept`, `--close-at-once=1008`, `--failing`.
record Manners(List<String> options) {
  Manners {
    options = List.copyOf(options);
  }

  /// The status and reason of a refusal.
  Optional<String> refusal(Request request) {
    Fields fields = request.fields();
    String path = request.target().replaceFirst("\\?.*", "");
    if (fields.all("Host").size() != 1) {
      return Optional.of("400 Bad Request");
    }
    if (options.contains("--failing")) {
      return Optional.of("500 Internal Server Error");
    }
    if (value("path").filter(served -> !served.equals(path)).isPresent()) {
      return Optional.of("404 Not Found");
    }
    String host = fields.first("Origin").orElse("").replaceFirst("^[a-z]+://", "");
    boolean foreign = options.contains("--same-origin") && !fields.all("Host").contains(host);
    return foreign ? Optional.of("403 Forbidden") : Optional.empty();
  }

  /// The subprotocol that client and application share.
  Optional<String> subprotocol(Request request) {
    return value("subprotocol")
        .filter(spoken -> request.fields().hasMember("Sec-WebSocket-Protocol", spoken));
  }

  boolean answersWrongly() {
    return options.contains("--wrong-accept");
  }

  /// The close code with which every socket ends as soon as it is open.
  OptionalInt closesWith() {
    return value("close-at-once")
        .map(code -> OptionalInt.of(Integer.parseInt(code)))
        .orElse(OptionalInt.empty());
  }

  private Optional<String> value(String name) {
    String start = "--" + name + "=";
    return options.stream()
        .filter(option -> option.startsWith(start))
        .map(option -> option.substring(start.length()))
        .findFirst();
  }
}
