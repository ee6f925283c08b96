package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A configuration as nginx understands it: decides what happens to a request, and why.
///
/// Only addresses and server names are indexed at once; the rest of a server is looked at when a
/// request reaches it. May be used by many threads.
public final class Nginx {
  private final NginxVersion version;
  private final String prefix;
  private final List<Server> servers;
  private final Listeners listeners;
  private final Variables variables;
  private final Upstreams upstreams;
  private final Optional<Nginx> stream;

  private Nginx(List<Directive> main, String prefix, NginxVersion version) {
    this(
        block(main, "http"),
        block(main, "stream")
            .map(stream -> new Nginx(Optional.of(stream), Optional.empty(), prefix, version)),
        prefix,
        version);
  }

  /// The servers, variables and upstreams of `http`, or those of `stream`, which are made alike.
  private Nginx(
      Optional<Directive> block, Optional<Nginx> stream, String prefix, NginxVersion version) {
    this.prefix = prefix;
    this.version = version;
    this.stream = stream;
    this.servers = new ArrayList<>();
    this.listeners = new Listeners();
    Optional<Scope> scope = block.map(Scope::of);
    scope.ifPresent(s -> s.own("server").forEach(d -> servers.add(new Server(s, d))));
    servers.forEach(listeners::add);
    Scope settings = scope.orElseGet(() -> Scope.of(EmptyBlock.HTTP));
    this.variables = new Variables(settings);
    this.upstreams = new Upstreams(settings);
  }

  /// What was made of another's configuration, for another version.
  private Nginx(Nginx other, NginxVersion version) {
    this.version = version;
    this.prefix = other.prefix;
    this.servers = other.servers;
    this.listeners = other.listeners;
    this.variables = other.variables;
    this.upstreams = other.upstreams;
    this.stream = other.stream.map(inner -> inner.in(version));
  }

  /// The same configuration read by another version of nginx, at no cost.
  public Nginx in(NginxVersion other) {
    return new Nginx(this, other);
  }

  /// A configuration that was read; its prefix is that of relative roots.
  public static Nginx of(Configuration configuration, NginxVersion version) {
    return new Nginx(configuration.directives(), configuration.prefixes().prefix(), version);
  }

  /// The directives of the main context, as a parser gives them; where relative roots lie is not
  /// known.
  public static Nginx of(List<Directive> main, NginxVersion version) {
    return new Nginx(main, "", version);
  }

  private static Optional<Directive> block(List<Directive> main, String name) {
    return main.stream()
        .flatMap(d -> d.is("include") ? d.body() : Stream.of(d))
        .filter(d -> d.is(name) && d.isBlock())
        .findFirst();
  }

  /// What nginx does with that request on that connection. Files are looked at through `files`
  /// only.
  public Decision decide(Connection connection, Request request, FileView files) {
    return new Evaluation(this, connection, request, files).decide();
  }

  /// The same for a request that is really there; where a verdict is missing the outcome is
  /// [Outcome.Handled] by the directive that needs it.
  public Execution execute(Connection connection, Request request, FileView files, Truth truth) {
    return new Evaluation(this, connection, request, files, truth).execute();
  }

  /// What nginx does with a subrequest for `uri` on behalf of that request (`ngx_http_subrequest`),
  /// as `auth_request` makes one.
  public Decision decideWithin(Connection connection, Request request, String uri, FileView files) {
    int query = uri.indexOf('?');
    return new Evaluation(this, connection, request, files)
        .decideWithin(
            query < 0 ? uri : uri.substring(0, query), query < 0 ? "" : uri.substring(query + 1));
  }

  /// What one location of a server does with a request, whatever the search for a location would
  /// choose: rewrites and the handler are followed, access rules and `try_files` are not.
  public Decision decideIn(
      VirtualServer server,
      Location location,
      Connection connection,
      Request request,
      FileView files) {
    if (!(server instanceof Server known)) {
      throw new IllegalArgumentException("not a server of this nginx: " + server);
    }
    return new Evaluation(this, connection, request, files).decideIn(known, location);
  }

  /// The `server` blocks of http in file order.
  public List<VirtualServer> servers() {
    return List.copyOf(servers);
  }

  /// The `upstream` blocks in file order.
  public List<Upstream> upstreams() {
    return upstreams.all();
  }

  /// The groups that the addresses in `proxy_pass` make, where these name no `upstream` block and
  /// have no variables: nginx resolves their names at the start.
  public List<Upstream> literalUpstreams() {
    return List.copyOf(upstreams.literals().values());
  }

  /// The `upstream` block of that name, without regard to case.
  public Optional<Upstream> upstream(String name) {
    return upstreams.named(name);
  }

  /// Every location of a server seen from one request target: whether it matches, and why it wins
  /// or loses. Nothing for a target that nginx refuses.
  public List<Candidate> candidates(VirtualServer server, String requestTarget) {
    return server instanceof Server known
        ? UriNormaliser.normalise(requestTarget, known.scope().flag("merge_slashes", true))
            .map(target -> LocationSelection.candidates(known.level(), target.uri()))
            .orElse(List.of())
        : List.of();
  }

  /// The location that a request enters first, before any rewrite.
  public Optional<Location> locate(VirtualServer server, String requestTarget) {
    return candidates(server, requestTarget).stream()
        .filter(Candidate::chosen)
        .map(Candidate::location)
        .findFirst();
  }

  /// Whether a connection to that address and port reaches this nginx.
  public boolean listens(String address, int port) {
    return listeners.find(address, port).isPresent();
  }

  /// Whether TLS is spoken to that address and port.
  public boolean speaksTls(String address, int port) {
    return listeners.find(address, port).filter(AddressGroup::ssl).isPresent();
  }

  /// Whether the PROXY protocol comes first at that address and port.
  public boolean takesProxyHeader(String address, int port) {
    return listeners.find(address, port).filter(AddressGroup::proxyProtocol).isPresent();
  }

  /// The server whose settings hold for a connection before a request has chosen one.
  public Optional<VirtualServer> defaultServer(String address, int port) {
    return listeners.find(address, port).map(AddressGroup::defaultServer);
  }

  /// The server of that address and port which has the name, exactly, by wildcard or by regular
  /// expression, as SNI and Host choose it; nothing when only the default server is left.
  public Optional<VirtualServer> namedServer(String address, int port, String name) {
    return listeners
        .find(address, port)
        .flatMap(
            group ->
                HostField.host(name, version)
                    .flatMap(host -> group.names().find(host))
                    .map(ServerNames.Found::server));
  }

  /// What relative roots are relative to; empty if that is not known.
  String prefix() {
    return prefix;
  }

  public NginxVersion version() {
    return version;
  }

  Listeners listeners() {
    return listeners;
  }

  Variables variables() {
    return variables;
  }

  boolean hasLiteral(ProxyUrl url) {
    return upstreams.isLiteral(url);
  }

  /// What the `stream` block does with a connection; nothing if no server of it listens there.
  public Optional<StreamProxy> stream(Connection connection) {
    return stream.flatMap(
        inner ->
            inner
                .listeners
                .find(connection.address(), connection.port())
                .map(group -> StreamProxy.of(inner, group.defaultServer(), connection)));
  }
}
