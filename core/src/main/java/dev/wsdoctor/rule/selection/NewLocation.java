package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes a location for a path that has none, after the model of a location that proxies already.
final class NewLocation {
  private static final List<String> COPIED =
      List.of(
          "proxy_read_timeout",
          "proxy_send_timeout",
          "proxy_ssl_server_name",
          "proxy_ssl_name",
          "proxy_ssl_verify");

  private NewLocation() {}

  static Optional<Fix> mend(Subject subject, Selection selection) {
    Optional<Location> model =
        Stream.concat(selection.elsewhere().stream(), SocketLocations.proxying(selection.server()))
            .filter(location -> location.kind() != Location.Kind.NAMED)
            .filter(location -> SocketLocations.proxyPass(location).isPresent())
            .findFirst();
    return model.map(location -> like(location, subject, selection));
  }

  /// A prefix wins against the regular expression that takes the path now with `^~` only.
  static Fix like(Location model, Subject subject, Selection selection) {
    String modifier = selection.chosen().filter(Location::isRegex).isPresent() ? "^~ " : "";
    String name = modifier + name(subject.target().path());
    AccessControl access = AccessControl.of(model, selection.chosen());
    List<String> lines = lines(name, model, fieldsOf(model, selection), access);
    return Fix.review(
        "add a location for %s that proxies as %s does%s%s"
            .formatted(
                name, BlockTitle.of(model.directive()), access.comesAlong(), conditions(model)),
        List.of(Layout.before(model.directive(), lines)));
  }

  /// Where the model sends no fields of its own, those of the location that proxies the request now
  /// are the site's.
  private static Location fieldsOf(Location model, Selection selection) {
    return selection
        .chosen()
        .filter(_ -> HeaderSettings.inForce(model.scope()).isEmpty())
        .filter(chosen -> SocketLocations.proxyPass(chosen).isPresent())
        .orElse(model);
  }

  /// An `if` may guard too, or do something else that only its author knows.
  private static String conditions(Location model) {
    return model.scope().own("if").stream()
        .findFirst()
        .map(
            condition ->
                "; see whether the if at %s belongs there too".formatted(condition.where()))
        .orElse("");
  }

  /// `/ws/` for `/ws/room/7`, `/ws` for `/ws`.
  static String name(String path) {
    int second = path.indexOf('/', 1);
    String prefix = second < 0 ? path : path.substring(0, second + 1);
    return prefix.matches("[A-Za-z0-9._~/-]+") ? prefix : '"' + prefix.replace("\"", "\\\"") + '"';
  }

  private static List<String> lines(
      String name, Location model, Location fields, AccessControl access) {
    List<String> lines = new ArrayList<>();
    lines.add("location " + name + " {");
    access.texts().forEach(line -> lines.add("    " + line));
    lines.add(
        "    proxy_pass "
            + SocketLocations.origin(SocketLocations.proxyPass(model).orElseThrow())
            + ";");
    lines.add("    proxy_http_version 1.1;");
    lines.add("    proxy_set_header Upgrade $http_upgrade;");
    lines.add("    proxy_set_header Connection \"upgrade\";");
    settings(model, fields).forEach(line -> lines.add("    " + line));
    lines.add("}");
    lines.add("");
    return lines;
  }

  /// The model's other settings, and the variables that its proxy_pass needs.
  private static Stream<String> settings(Location model, Location fields) {
    Stream<Directive> copied =
        COPIED.stream().flatMap(name -> model.scope().inForce(name).stream());
    Stream<Directive> sent = HeaderSettings.inForce(fields.scope()).stream();
    return Stream.of(model.scope().own("set").stream(), sent, copied)
        .flatMap(lines -> lines)
        .filter(
            line ->
                !HeaderSettings.sets(line, "Upgrade") && !HeaderSettings.sets(line, "Connection"))
        .map(line -> line.head().text().strip() + ";");
  }
}
