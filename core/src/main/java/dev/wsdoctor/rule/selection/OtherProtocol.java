package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A socket's location that passes to a server of its own by the protocol of the pages beside it:
/// what serves sockets alone speaks HTTP (daphne, uvicorn, a websocket worker of uWSGI).
final class OtherProtocol {
  private static final Pattern PASS = Pattern.compile("(fastcgi|uwsgi|scgi)_pass");

  private OtherProtocol() {}

  static Optional<Fix> mend(Subject subject, Selection selection) {
    return selection
        .chosen()
        .filter(location -> !location.isRegex() && SocketPath.isOne(location.name()))
        .flatMap(location -> pass(location))
        .filter(pass -> !pass.parameter().contains("$"))
        .filter(pass -> isOfThisAlone(subject, pass))
        .map(OtherProtocol::mend);
  }

  private static Optional<Directive> pass(Location location) {
    return location
        .directive()
        .body()
        .filter(line -> PASS.matcher(line.name()).matches())
        .findFirst();
  }

  /// Whether the pages go elsewhere by the same protocol.
  private static boolean isOfThisAlone(Subject subject, Directive pass) {
    List<Directive> others =
        subject.configuration().files().stream()
            .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
            .filter(line -> line.is(pass.name()) && !line.equals(pass))
            .toList();
    return !others.isEmpty()
        && others.stream().noneMatch(line -> line.parameter().equals(pass.parameter()));
  }

  private static Fix mend(Directive pass) {
    Matcher name = PASS.matcher(pass.name());
    String protocol = name.matches() ? name.group(1) : pass.name();
    List<String> lines =
        List.of(
            "proxy_http_version 1.1;",
            "proxy_set_header Upgrade $http_upgrade;",
            "proxy_set_header Connection \"upgrade\";",
            "proxy_set_header Host $http_host;");
    return Fix.review(
        "proxy to %s, which serves nothing but this location: see that HTTP is spoken there, not %s"
            .formatted(pass.parameter(), protocol),
        Stream.of(
                new Edit(pass.head(), "proxy_pass http://" + pass.parameter()),
                Layout.after(pass, lines))
            .toList());
  }
}
