package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A `server` block that keeps nothing but its directive until a request reaches it.
final class Server implements VirtualServer {
  private static final ScopeValue<String> PRIMARY_NAME = ScopeValue.of(Server::primaryName);

  private final Scope scope;
  private @Nullable LocationLevel level;

  Server(Scope http, Directive directive) {
    this.scope = http.within(directive);
  }

  @Override
  public Directive directive() {
    return scope.block();
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public List<Listen> listens() {
    return Listens.of(directive());
  }

  @Override
  public List<String> names() {
    return names(scope);
  }

  private static List<String> names(Scope server) {
    List<Directive> lines = server.block().body("server_name").toList();
    List<String> names =
        lines.size() == 1
            ? lines.getFirst().parameters()
            : lines.stream().flatMap(line -> line.parameters().stream()).toList();
    return names.isEmpty() ? List.of("") : names;
  }

  @Override
  public boolean isNamed(String host) {
    ServerNames names = new ServerNames();
    names().forEach(name -> names.add(this, name));
    return names.find(host.toLowerCase(Locale.ROOT)).isPresent();
  }

  @Override
  public List<Location> locations() {
    return level().locations();
  }

  LocationLevel level() {
    LocationLevel compiled = level;
    if (compiled == null) {
      compiled = LocationLevel.of(scope);
      level = compiled;
    }
    return compiled;
  }

  /// `$server_name`: the first name, without a leading dot, in lower case unless it is a regex.
  String primaryName() {
    return PRIMARY_NAME.in(scope);
  }

  private static String primaryName(Scope server) {
    String first = names(server).getFirst();
    if (first.startsWith("~")) {
      return first;
    }
    String name = first.startsWith(".") ? first.substring(1) : first;
    return name.toLowerCase(Locale.ROOT);
  }

  /// For a sentence: `server example.com (nginx.conf:3)`.
  String title() {
    String name = names().getFirst();
    return (name.isEmpty() ? "the server without a name" : "server " + name)
        + " ("
        + directive().where()
        + ")";
  }
}
