package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A site that was given alone and lacks a variable which the nginx.conf around it defines, without
/// reading the site: what is missing is the include.
record UnreadPart(Prediction prediction, Configuration whole) {
  private static final Set<String> DEFINING = Set.of("map", "geo", "split_clients");

  /// The same prediction, with the include for the cause where that is so.
  Prediction named() {
    List<String> unknown =
        prediction.subject().errors().stream()
            .flatMap(error -> error.unknownVariable().stream())
            .distinct()
            .toList();
    boolean defined = !unknown.isEmpty() && unknown.stream().allMatch(this::isDefined);
    return defined
        ? prediction.knowing(
            Stream.concat(
                    Stream.of(finding(unknown.getFirst())),
                    prediction.causes().stream().filter(cause -> !cause.id().equals("map-missing")))
                .toList())
        : prediction;
  }

  private boolean isDefined(String variable) {
    return definitions().anyMatch(block -> block.lastParameter().equals(variable));
  }

  private Stream<Directive> definitions() {
    return whole.http().stream()
        .flatMap(Directive::body)
        .filter(block -> DEFINING.contains(block.name()) && block.parameterCount() > 0);
  }

  private Finding finding(String variable) {
    String root = SourceFile.display(whole.files().getFirst().name());
    Directive server = prediction.subject().nginx().servers().getFirst().directive();
    String file = SourceFile.display(server.range().file().name());
    return Finding.of(
            "config-not-loaded",
            Severity.ERROR,
            0.99,
            "no include of %s reads %s".formatted(root, file),
            "nginx reads its nginx.conf and what that includes. There %s is defined; this file, which uses it, is as good as absent."
                .formatted(variable))
        .at(Place.of(server.head()))
        .mendedBy(
            Fix.manual(
                "include it in the http block of %s, or link it into a folder that is included"
                    .formatted(root)));
  }
}
