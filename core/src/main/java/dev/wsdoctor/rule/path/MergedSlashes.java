package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// An address within the path, `/relay/ws://host:9000/`, of which nginx makes `ws:/host:9000/`:
/// slashes are merged before a location is looked for.
final class MergedSlashes {
  private MergedSlashes() {}

  static Optional<Fault> of(SentPath path) {
    boolean merged =
        SentPath.path(path.asked()).contains("://") && !SentPath.path(path.sent()).contains("://");
    return merged
        ? path.hop()
            .decision()
            .server()
            .map(
                server ->
                    new Fault(
                        path.pass(),
                        path.sent(),
                        Severity.ERROR,
                        0.86,
                        "nginx merges the slashes of the path before it makes another one of it (merge_slashes).",
                        Fix.review(
                            "keep slashes apart in this server",
                            List.of(
                                Layout.first(server.directive(), List.of("merge_slashes off;"))))))
        : Optional.empty();
  }
}
