package dev.wsdoctor.gateway.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All tries of a request, for the variables `$upstream_*`: those of one `proxy_pass` are separated
/// by commas, those behind an internal redirect by colons. Used by one thread.
public final class UpstreamTries {
  private static final long SECOND = 1000;

  private final List<List<UpstreamTry>> groups = new ArrayList<>();

  /// The request has come to a `proxy_pass`.
  public void begin() {
    groups.add(new ArrayList<>());
  }

  public void add(UpstreamTry ended) {
    groups.getLast().add(ended);
  }

  /// The value of `$upstream_addr` and its like, by name; nothing if no upstream was tried, and for
  /// any other variable.
  public Optional<String> variable(String name) {
    return groups.stream().allMatch(List::isEmpty)
        ? Optional.empty()
        : column(name).map(this::joined);
  }

  private static Optional<Function<UpstreamTry, String>> column(String name) {
    return switch (name) {
      case "upstream_addr" -> Optional.of(UpstreamTry::address);
      case "upstream_status" -> Optional.of(UpstreamTries::status);
      case "upstream_connect_time" -> Optional.of(t -> time(t.connectTime()));
      case "upstream_header_time" -> Optional.of(t -> time(t.headerTime()));
      case "upstream_response_time" -> Optional.of(t -> time(t.responseTime()));
      case "upstream_response_length" -> Optional.of(t -> Long.toString(t.length()));
      case "upstream_bytes_sent" -> Optional.of(t -> Long.toString(t.bytesSent()));
      case "upstream_bytes_received" -> Optional.of(t -> Long.toString(t.bytesReceived()));
      default -> Optional.empty();
    };
  }

  private static String status(UpstreamTry ended) {
    return ended.status().isPresent() ? Integer.toString(ended.status().getAsInt()) : "-";
  }

  private static String time(Optional<Duration> time) {
    long millis = time.map(t -> Math.max(0, t.toMillis())).orElse(0L);
    return time.isEmpty() ? "-" : "%d.%03d".formatted(millis / SECOND, millis % SECOND);
  }

  private String joined(Function<UpstreamTry, String> column) {
    return groups.stream()
        .map(group -> group.stream().map(column).collect(Collectors.joining(", ")))
        .collect(Collectors.joining(" : "));
  }
}
