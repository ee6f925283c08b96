package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationCopy;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// What `proxy_pass` or a rewrite puts in front of the path stands there already: `/app/app/ws`.
final class DoubledPath {
  private DoubledPath() {}

  static Optional<Fault> of(SentPath path) {
    String sent = SentPath.path(path.sent());
    return doubled(sent)
        .filter(_ -> doubled(SentPath.path(path.asked())).isEmpty())
        .flatMap(
            words ->
                byRewrite(path, words)
                    .or(() -> byUri(path, words))
                    .map(
                        mend ->
                            new Fault(
                                by(path),
                                path.sent(),
                                Severity.ERROR,
                                0.82,
                                "%s is put in front of a path that has it already."
                                    .formatted(words),
                                mend)));
  }

  private static Directive by(SentPath path) {
    return path.isReplaced() ? path.pass() : path.lastRewrite().orElse(path.pass());
  }

  /// The words that stand at the beginning of a path twice.
  private static Optional<String> doubled(String path) {
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      Optional<String> words = doubled(path, path.substring(0, end));
      if (words.isPresent()) {
        return words;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> doubled(String path, String words) {
    String rest = path.substring(words.length());
    return words.length() > 1 && (rest.equals(words) || rest.startsWith(words + "/"))
        ? Optional.of(words)
        : Optional.empty();
  }

  private static Optional<Fix> byRewrite(SentPath path, String words) {
    return path.lastRewrite()
        .filter(_ -> !path.isReplaced())
        .filter(line -> line.parameters().get(1).startsWith(words + "$"))
        .map(
            line ->
                Fix.review(
                    "leave %s out of the replacement".formatted(words),
                    List.of(WrittenParameter.of(line, 1).replace(0, words.length(), ""))));
  }

  private static Optional<Fix> byUri(SentPath path, String words) {
    Directive pass = path.pass();
    String uri = path.writtenUri();
    if (!path.isReplaced() || uri.contains("$") || !uri.startsWith(words)) {
      return Optional.empty();
    }
    Optional<Location> location = path.location();
    String rest = uri.substring(words.length());
    String url = SocketLocations.origin(pass) + rest;
    if (location.filter(SocketLocations::isFallback).isEmpty()) {
      return Optional.of(
          Fix.review("proxy to " + url, List.of(new Edit(pass.parameterRange(0), url))));
    }
    return path.hop()
        .decision()
        .server()
        .flatMap(
            server ->
                LocationCopy.under(
                    server, location.orElseThrow(), words + "/", SocketLocations.origin(pass)))
        .map(
            edit ->
                Fix.review("send what lies below %s/ as it comes".formatted(words), List.of(edit)));
  }
}
