package dev.wsdoctor.rule.selection;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.RewriteFlag;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `if`, `try_files`, `error_page` or a named location hands the request to a block without the
/// settings.
public final class InternalRedirectLosesUpgrade implements Rule {
  @Override
  public String id() {
    return "internal-redirect-loses-upgrade";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<FilesFirst> files = FilesFirst.of(subject);
    if (files.isPresent()) {
      return List.of(finding(files.get()));
    }
    Optional<ServerRewrite> rewrite = ServerRewrite.of(subject);
    if (rewrite.isPresent()) {
      return List.of(finding(rewrite.get()));
    }
    Optional<KeptStatus> kept = KeptStatus.of(subject);
    if (kept.isPresent()) {
      return List.of(finding(kept.get()));
    }
    Optional<CancelledPage> cancelled = CancelledPage.of(subject);
    if (cancelled.isPresent()) {
      return List.of(finding(cancelled.get()));
    }
    Optional<MiddleName> middle = MiddleName.of(subject);
    if (middle.isPresent()) {
      return List.of(finding(subject, middle.get()));
    }
    Optional<Outcome.Proxied> proxied = subject.last().proxied();
    Optional<Finding> left = proxied.isEmpty() ? left(subject) : Optional.empty();
    if (left.isPresent()) {
      return List.of(left.get());
    }
    if (proxied.isEmpty() || HandshakeRules.of(proxied.get()) == HandshakeRules.Fault.NONE) {
      return List.of();
    }
    return subject
        .entered(subject.last())
        .filter(first -> namesHandshake(first.scope()))
        .filter(first -> !inheritsTheSame(first.scope(), proxied.get().scope()))
        .map(first -> finding(subject, proxied.get(), first))
        .stream()
        .toList();
  }

  /// A location made for sockets that its own rewrite sends the request away from, to where nothing
  /// proxies.
  private Optional<Finding> left(Subject subject) {
    return NginxAnswer.isOfAnotherRule(subject)
        ? Optional.empty()
        : subject
            .entered(subject.last())
            .flatMap(first -> staying(first).map(mend -> left(subject, first).mendedBy(mend)));
  }

  private Finding left(Subject subject, Location first) {
    String taken =
        subject
            .last()
            .decision()
            .location()
            .map(location -> BlockTitle.withPlace(location.directive()))
            .orElse("the server");
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "the rewrite in %s sends the request on to %s, which does not proxy it"
                .formatted(BlockTitle.of(first.directive()), taken),
            "After a rewrite without break nginx looks for a location anew, so that the proxy_pass beside it is never"
                + " asked.")
        .at(
            Stream.concat(first.scope().own("rewrite").stream(), Stream.of(first.directive()))
                .map(line -> Place.of(line.head()))
                .toList());
  }

  /// Both have the settings of the server, so that none of them is lost on the way.
  private static boolean inheritsTheSame(Scope first, Scope last) {
    return HeaderSettings.inForce(first).equals(HeaderSettings.inForce(last));
  }

  private static boolean namesHandshake(Scope scope) {
    return !HeaderSettings.of(scope, "Upgrade").isEmpty()
        && !HeaderSettings.of(scope, "Connection").isEmpty();
  }

  private Finding finding(FilesFirst files) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            files.summary(),
            "try_files runs before the phase in which proxy_pass does (ngx_http_try_files_handler); a socket's path"
                + " names no file, so its last parameter decides, and no backend is asked.")
        .at(
            List.of(
                Place.of(files.tryFiles().head()), Place.of(files.location().directive().head())))
        .mendedBy(files.mend());
  }

  private Finding finding(ServerRewrite rewrite) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "the server's rewrite takes the request away from %s"
                .formatted(BlockTitle.withPlace(rewrite.meant().directive())),
            "What rewrites in the server runs before any location is looked for, and the location is chosen by the"
                + " URI that comes out.")
        .at(
            List.of(
                Place.of(rewrite.rewrite().head()), Place.of(rewrite.meant().directive().head())))
        .mendedBy(rewrite.mend());
  }

  private Finding finding(KeptStatus kept) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            kept.summary(),
            "Without = an answer to an error_page keeps the status that led there, and a response whose status is not"
                + " 101 is none that a client takes for an open socket.")
        .at(Place.of(kept.errorPage().head()))
        .mendedBy(kept.mend());
  }

  private Finding finding(CancelledPage page) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.975,
            page.summary(),
            "error_page is inherited only where there is none: a location with one of its own has no other.")
        .at(List.of(Place.of(page.own().head()), Place.of(page.cancelled().head())))
        .mendedBy(page.mend());
  }

  private Finding finding(Subject subject, MiddleName middle) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            middle.summary(),
            "Only the last parameter of try_files may be a named location; every other one is a file that is looked for.")
        .at(
            List.of(
                Place.of(middle.tryFiles().head()), Place.of(middle.named().directive().head())))
        .mendedBy(middle.mend(subject));
  }

  private Finding finding(Subject subject, Outcome.Proxied proxied, Location first) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.96,
                "%s hands the request to %s, which does not send the handshake on"
                    .formatted(BlockTitle.of(first.directive()), HandshakeRules.title(proxied)),
                "The settings of the location that is entered first do not follow the request: the block that"
                    + " proxies it counts alone.")
            .at(List.of(Place.of(first.directive().head()), HandshakeRules.place(proxied)));
    return staying(first)
        .or(() -> HandshakeMend.of(subject))
        .map(finding::mendedBy)
        .orElse(finding);
  }

  /// `rewrite ... last` looks for a location anew, so that the proxy_pass beside it is never asked.
  private static Optional<Fix> staying(Location first) {
    return Stream.concat(
            first.scope().own("rewrite").stream(),
            first.scope().own("if").stream().flatMap(block -> block.body("rewrite")))
        .filter(_ -> SocketLocations.isOne(first))
        .filter(RewriteFlag::looksAnew)
        .findFirst()
        .map(
            line ->
                Fix.review(
                    "stay in %s with break: without it nginx looks for a location anew"
                        .formatted(BlockTitle.withPlace(first.directive())),
                    List.of(RewriteFlag.breaking(line))));
  }
}
