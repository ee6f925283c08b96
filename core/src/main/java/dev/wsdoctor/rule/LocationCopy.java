package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;

/// A copy of a location for exactly one path, which no other location can take.
public final class LocationCopy {
  private LocationCopy() {}

  /// In front of the location it copies; absent where the copy would not mean the same: in a nested
  /// location, with locations inside, or with captures of a regular expression in use. `guards` are
  /// lines that the copy has besides.
  public static Optional<Edit> forPath(
      VirtualServer server, Location model, String path, List<String> guards) {
    Directive directive = model.directive();
    SourceRange range = directive.range();
    if (!isSimple(server, model, path)) {
      return Optional.empty();
    }
    String body = range.text().substring(directive.head().text().length());
    String copied = guarded(directive, withPath(model, path, body).strip(), guards);
    return Optional.of(Layout.before(directive, List.of("location = " + path + " " + copied, "")));
  }

  /// The copy asks the backend for what the location's own name would ask it for.
  public static Optional<Edit> asIf(VirtualServer server, Location model, String path) {
    Directive directive = model.directive();
    Optional<Directive> pass = SocketLocations.proxyPass(model);
    boolean constant = pass.filter(line -> !line.parameter().contains("$")).isPresent();
    if (!constant || !isSimple(server, model, path)) {
      return Optional.empty();
    }
    String url = pass.get().parameter();
    boolean replaces = url.length() > SocketLocations.origin(pass.get()).length();
    String body = directive.range().text().substring(directive.head().text().length()).strip();
    String copied = replaces ? body : body.replace(url + ";", url + model.name() + ";");
    return Optional.of(Layout.before(directive, List.of("location = " + path + " " + copied, "")));
  }

  /// A copy of a prefix location for what lies below another name, with another `proxy_pass`.
  public static Optional<Edit> under(
      VirtualServer server, Location model, String name, String url) {
    Directive directive = model.directive();
    Optional<Directive> pass = SocketLocations.proxyPass(model);
    if (pass.isEmpty() || model.isRegex() || !isSimple(server, model, name)) {
      return Optional.empty();
    }
    String body = directive.range().text().substring(directive.head().text().length()).strip();
    String copied = body.replace(pass.get().parameter() + ";", url + ";");
    return Optional.of(Layout.before(directive, List.of("location " + name + " " + copied, "")));
  }

  private static boolean isSimple(VirtualServer server, Location model, String path) {
    Directive directive = model.directive();
    return server.locations().contains(model)
        && model.nested().isEmpty()
        && path.matches("[\\w./~-]+")
        && directive.range().file() == directive.head().file()
        && !usesCaptures(model);
  }

  private static String guarded(Directive model, String body, List<String> guards) {
    int inside = body.indexOf('{') + 1;
    return body.substring(0, inside) + Layout.inside(model).each(guards) + body.substring(inside);
  }

  /// A rewrite brings captures of its own.
  private static boolean usesCaptures(Location model) {
    return model.isRegex()
        && (model.name().contains("(?<")
            || model
                .directive()
                .range()
                .text()
                .lines()
                .anyMatch(line -> line.matches(".*\\$\\d.*") && !line.contains("rewrite ")));
  }

  /// The URI part of a proxy_pass stands for the location's name; for the whole path it takes the
  /// rest along.
  private static String withPath(Location model, String path, String body) {
    Optional<Directive> pass = SocketLocations.proxyPass(model);
    if (pass.isEmpty() || model.isRegex() || pass.get().parameter().contains("$")) {
      return body;
    }
    String url = pass.get().parameter();
    boolean replaces = url.length() > SocketLocations.origin(pass.get()).length();
    return replaces
        ? body.replace(url + ";", url + path.substring(model.name().length()) + ";")
        : body;
  }
}
