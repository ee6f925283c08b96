package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.LocationSelection.Chosen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through the phases: all that changes while it is decided, and nothing
/// that does not. The names are those of `ngx_http_request_t`. Used by one thread.
final class RequestState {
  /// Changes of the URI in one request, after which nginx answers 500 (`NGX_HTTP_MAX_URI_CHANGES`).
  static final int MAX_URI_CHANGES = 10;

  final Nginx nginx;
  final Connection connection;
  final Request request;
  final FileView files;
  final Choices choices;
  final Truth truth;
  final List<Step> steps = new ArrayList<>();

  /// What nginx writes to its error log.
  final List<Remark> remarks = new ArrayList<>();

  LogContext.Doing doing = LogContext.Doing.READING_REQUEST_LINE;

  private @Nullable AddressGroup group;
  private @Nullable Server server;
  private @Nullable Scope scope;
  private @Nullable Location location;
  private @Nullable Scope handlerScope;

  String method;
  String uri = "";
  String args = "";

  /// There were arguments, or were set: nginx finds `$args` then, though it may be empty
  /// (`r->args.data`).
  boolean argsFound;

  String unparsedUri = "";
  String host = "";
  String client;

  /// The field lines that nginx keeps.
  List<Field> fields = new ArrayList<>();

  /// The URI had a `%`: nginx escapes it again when it is sent on.
  boolean quotedUri;

  boolean plusInUri;

  /// The target may be sent on as it came.
  boolean validUnparsedUri;

  /// The URI still begins with the location's name.
  boolean validLocation = true;

  boolean internal;
  boolean uriChanged;

  /// `try_files` found a file in a regex location with `alias`.
  boolean addUriToAlias;

  int uriChanges = MAX_URI_CHANGES + 1;

  /// The status that overrides any other in the answer; 0 for none.
  int errStatus;

  boolean errorPageShown;
  boolean upstreamTried;

  /// Times that a request came to a `proxy_pass`.
  int upstreams;

  /// It is made by nginx on behalf of another.
  boolean subrequest;

  /// A file, or the list of a directory, is sent.
  boolean sendsFile;

  /// The Location of the answer was made a whole URL.
  boolean madeAbsolute;

  /// A status was met after which the connection is not kept. The `mirror` lines that this request
  /// has come to.
  List<Directive> mirrors = List.of();

  boolean closes;

  /// A location was searched for, so that the settings of one are in force.
  boolean searched;

  /// The request was read, and the phases have begun.
  boolean handled;

  /// The `auth_basic` that has asked for credentials.
  @Nullable Directive challenge;

  /// nginx gave up in the middle of the request line.
  boolean lineUnread;

  /// A value has grown while it was being written: nginx answers 500.
  boolean outgrown;

  /// Why the URI is not known for certain; empty if it is.
  String uriDoubt = "";

  Captures captures = Captures.NONE;

  /// Captures in the values of `set` and `if` are escaped: from the start of a rewrite phase until
  /// a `rewrite` matches (`e->quote`).
  boolean escapesCaptures;

  /// Values of `set` and of named captures.
  final Map<String, Value> assigned = new HashMap<>();

  /// Values that nginx computes once a request.
  final Map<String, Value> cached = new HashMap<>();

  /// Files that the decision takes to exist or not.
  final Map<String, FileView.Kind> assumedFiles = new HashMap<>();

  /// Variables that are being computed, against circles.
  final List<String> computing = new ArrayList<>();

  private @Nullable ProxyUrl proxyUrl;

  RequestState(
      Nginx nginx,
      Connection connection,
      Request request,
      FileView files,
      Choices choices,
      Truth truth) {
    this.truth = truth;
    this.nginx = nginx;
    this.connection = connection;
    this.request = request;
    this.files = files;
    this.choices = choices;
    this.method = request.method();
    this.client = connection.client();
  }

  /// Whether steps are told: a request that is really there has nobody to read them, and most of
  /// its time would go into their sentences.
  boolean explains() {
    return !truth.isRunning();
  }

  void step(Phase phase, String what, String because, Directive place) {
    if (explains()) {
      steps.add(new Step(phase, what, because, Optional.of(place.head())));
    }
  }

  void step(Phase phase, String what, String because, Optional<Directive> place) {
    if (explains()) {
      steps.add(new Step(phase, what, because, place.map(Directive::head)));
    }
  }

  void step(Phase phase, String what, String because) {
    if (explains()) {
      steps.add(new Step(phase, what, because, Optional.empty()));
    }
  }

  void say(Remark.Severity severity, String text) {
    remarks.add(new Remark(severity, text, logContext()));
  }

  LogContext logContext() {
    return new LogContext(
        scope(), doing, client, server().primaryName(), field("Host"), field("Referer"));
  }

  void enter(AddressGroup listener) {
    group = listener;
    select(listener.defaultServer());
  }

  AddressGroup group() {
    return present(group, "no listener was chosen");
  }

  Server server() {
    return present(server, "no server was chosen");
  }

  boolean hasServer() {
    return server != null;
  }

  void select(Server chosen) {
    server = chosen;
    leaveLocation();
  }

  /// Back to the server's own settings, as before the search for a location.
  void leaveLocation() {
    scope = server().scope();
    location = null;
    handlerScope = null;
  }

  void enter(Chosen chosen) {
    handlerScope = null;
    chosen.location().ifPresent(this::enter);
    chosen.captures().forEach(this::capture);
  }

  void enter(Location chosen) {
    location = chosen;
    handlerScope = null;
    switchTo(chosen.scope());
  }

  /// Another configuration takes over: a location's, an `if` block's, a `limit_except` block's
  /// (`ngx_http_update_location_config`).
  void switchTo(Scope inner) {
    scope = inner;
    if (ContentHandler.in(inner).isPresent()) {
      handlerScope = inner;
    }
  }

  Scope scope() {
    return present(scope, "no server was chosen");
  }

  Optional<Location> location() {
    return Optional.ofNullable(location);
  }

  /// The block whose handler produces the content, if any does.
  Optional<Scope> handlerScope() {
    return Optional.ofNullable(handlerScope);
  }

  void capture(Captures matched) {
    captures = matched;
    matched.named().forEach((name, value) -> assigned.put(name, Value.of(value)));
  }

  void proxyTo(ProxyUrl url) {
    proxyUrl = url;
  }

  /// Where the request is being proxied to, once that is known.
  Optional<ProxyUrl> proxyUrl() {
    return Optional.ofNullable(proxyUrl);
  }

  /// The value of the first field line of that name that nginx keeps.
  Optional<String> field(String name) {
    return line(name).map(Field::value);
  }

  /// The first field line of that name that nginx keeps.
  Optional<Field> line(String name) {
    for (Field field : fields) {
      if (field.isNamed(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  boolean isHttp2() {
    return connection.alpn().equals("h2");
  }

  private static <T> T present(@Nullable T value, String complaint) {
    if (value == null) {
      throw new IllegalStateException(complaint);
    }
    return value;
  }
}
