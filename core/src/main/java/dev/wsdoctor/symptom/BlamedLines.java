package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.log.ErrorEntry;
import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.LogSignature;
import dev.wsdoctor.log.LogSignatures;
import dev.wsdoctor.nginx.Location;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// From lines of the error log to lines of the configuration: the location that each came from, and
/// the directive in force there that the cause is about.
final class BlamedLines implements Consumer<String> {
  private static final Map<String, String> DIRECTIVES =
      Map.ofEntries(
          Map.entry("read-timeout-too-short", "proxy_read_timeout"),
          Map.entry("half-open-connection", "send_timeout"),
          Map.entry("upstream-unreachable", "proxy_pass"),
          Map.entry("upstream-marked-down", "proxy_pass"),
          Map.entry("upstream-ports-exhausted", "proxy_pass"),
          Map.entry("upstream-scheme-mismatch", "proxy_pass"),
          Map.entry("upstream-wrong-port", "proxy_pass"),
          Map.entry("resolver-missing", "proxy_pass"),
          Map.entry("upstream-url-invalid", "proxy_pass"),
          Map.entry("upstream-header-too-big", "proxy_buffer_size"),
          Map.entry("upstream-http2", "proxy_http_version"));

  private static final int MOST_PLACES = 5;

  private final LogSite site;
  private final SocketPaths paths;
  private final Map<String, Map<Location, Long>> byCause = new HashMap<>();

  BlamedLines(LogSite site, SocketPaths paths) {
    this.site = site;
    this.paths = paths;
  }

  @Override
  public void accept(String line) {
    ErrorLog.parse(line)
        .filter(entry -> entry.path().filter(paths).isPresent())
        .ifPresent(this::blame);
  }

  private void blame(ErrorEntry entry) {
    Optional<String> cause = LogSignatures.of(entry).flatMap(LogSignature::cause);
    Optional<Location> location = cause.flatMap(_ -> site.location(entry));
    location.ifPresent(
        found ->
            byCause
                .computeIfAbsent(cause.orElseThrow(), _ -> new LinkedHashMap<>())
                .merge(found, 1L, Long::sum));
  }

  /// The cause with the places that its lines came from, the most frequent first.
  Finding placed(Finding cause) {
    Map<Location, Long> counts = byCause.getOrDefault(cause.id(), Map.of());
    if (counts.isEmpty()) {
      return cause;
    }
    List<Map.Entry<Location, Long>> most =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Location, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_PLACES)
            .toList();
    Finding placed =
        cause.at(most.stream().map(entry -> place(cause.id(), entry.getKey())).distinct().toList());
    for (Map.Entry<Location, Long> entry : most) {
      placed = placed.seen(evidence(entry.getKey(), entry.getValue()));
    }
    return placed;
  }

  private static Place place(String cause, Location location) {
    Directive line =
        Optional.ofNullable(DIRECTIVES.get(cause))
            .flatMap(location.scope()::setting)
            .orElse(location.directive());
    return Place.of(line.head());
  }

  private static Evidence evidence(Location location, long count) {
    return Evidence.log(
        "%d %s from %s (%s)"
            .formatted(
                count,
                count == 1 ? "line came" : "lines came",
                location.title(),
                location.directive().where()));
  }
}
