package dev.wsdoctor.probe.sizes;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.BrokenPeer;
import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.sizes.SizesReport.Outcome;
import dev.wsdoctor.probe.sizes.SizesReport.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who set the limit of a size, as far as its ending and the direct connection tell.
final class SizesJudge {
  private final List<Observation> openings;
  private final List<Series> series;

  /// The first opening is the way that clients take.
  SizesJudge(List<Observation> openings, List<Series> series) {
    this.openings = List.copyOf(openings);
    this.series = List.copyOf(series);
  }

  List<Finding> causes() {
    Observation through = openings.getFirst();
    return Stream.concat(
            through.ending().filter(Ending.Violated.class::isInstance).stream()
                .map(how -> BrokenPeer.cause(how.describe(), HopWords.evidence(through))),
            lowest(through.hop()).map(this::cause).stream())
        .toList();
  }

  private Optional<Series> lowest(String hop) {
    return series.stream()
        .filter(one -> one.hop().equals(hop) && one.failed().isPresent() && !isRefused(one))
        .min(Comparator.comparingLong(Series::passed));
  }

  /// What even the smallest message meets is no limit of size: the application takes only messages
  /// that it knows.
  private static boolean isRefused(Series one) {
    return one.passed() == 0;
  }

  private Finding cause(Series lowest) {
    return Finding.of(
            "message-too-big",
            Severity.WARNING,
            0.9,
            "messages of up to %d bytes pass and %d bytes do not (%s): %s; %s"
                .formatted(
                    lowest.passed(),
                    lowest.failed().orElseThrow(),
                    lowest.shape().words(),
                    words(lowest),
                    owner(lowest)),
            "nginx and HAProxy move bytes and know no messages; a limit is one of the server's library, or of a gateway"
                + " that reads frames.")
        .because(
            series.stream()
                .filter(one -> one.failed().isPresent() && !isRefused(one))
                .map(
                    one ->
                        Evidence.probe(one.hop() + ", " + one.shape().words() + ": " + words(one)))
                .toList())
        .mendedBy(
            Fix.manual(
                "raise the limit of whoever sent that (maxPayload, max_size, maxTextMessageBufferSize ...), or send smaller messages"));
  }

  private static String words(Series one) {
    return one.failure()
        .map(
            failure ->
                switch (failure) {
                  case Outcome.Passed _ -> "passed";
                  case Outcome.Ended(String how, boolean _) -> how;
                  case Outcome.Silent(var waited) ->
                      "nothing came back within " + waited.toSeconds() + " s";
                  case Outcome.NotOpened(String why) -> "no connection: " + why;
                })
        .orElse("passed");
  }

  private String owner(Series lowest) {
    boolean tooBig =
        lowest
            .failure()
            .filter(one -> one instanceof Outcome.Ended(var _, boolean big) && big)
            .isPresent();
    Optional<Series> direct =
        openings.stream().skip(1).findFirst().flatMap(seen -> lowest(seen.hop()));
    boolean same = direct.filter(one -> one.passed() == lowest.passed()).isPresent();
    if (same) {
      return "the backend has the same limit when it is asked directly: it is the backend's";
    }
    if (openings.size() > 1 && openings.get(1).opened()) {
      return "the backend, asked directly, takes more: a hop in between has this limit";
    }
    return tooBig
        ? "1009 is a word of WebSocket, so an application or a gateway that reads frames has this limit"
        : "--backend URL tells whether the backend has this limit";
  }

  List<String> remarks() {
    List<String> found = new ArrayList<>();
    for (Observation opening : openings) {
      if (opening.opened() && opening.echo().isEmpty()) {
        found.add(
            "%s: nothing is echoed, so only the way to the server was measured, by a ping behind each message"
                .formatted(opening.hop()));
      }
    }
    series.stream()
        .filter(one -> one.failed().isPresent() && isRefused(one))
        .map(SizesJudge::refused)
        .forEach(found::add);
    return found;
  }

  private static String refused(Series one) {
    return "%s, %s: not measured, because already the smallest message fails (%s): the application takes only messages that it knows"
        .formatted(one.hop(), one.shape().words(), words(one));
  }
}
