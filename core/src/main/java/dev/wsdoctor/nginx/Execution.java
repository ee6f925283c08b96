package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.BuiltInVariables;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A decision that is being carried out: it still answers what a parameter evaluates to, and what
/// is in force, for the answer that is being made. It is not explained: the decision has no steps.
/// Used by one thread.
public final class Execution {
  /// Those that nginx sets to an empty value (`ngx_http_variable_null_value`).
  private static final Set<String> FOUND_EMPTY =
      Set.of(
          "is_args",
          "https",
          "http2",
          "http3",
          "request_completion",
          "server_name",
          "is_request_port",
          "request_port",
          "uid_reset",
          "invalid_referer");

  /// Those of a path that cannot be decoded are empty, too.
  private static final Set<String> PATH = Set.of("uri", "document_uri");

  private static final Set<String> QUERY = Set.of("args", "query_string");

  private final Decision decision;
  private final RequestState state;

  Execution(Decision decision, RequestState state) {
    this.decision = decision;
    this.state = state;
  }

  public Decision decision() {
    return decision;
  }

  /// What nginx has written to its error log so far, in order. A decision that is made again begins
  /// with what it has said before.
  public List<Remark> remarks() {
    return List.copyOf(state.remarks);
  }

  /// What a line of the error log would tell besides its message now.
  public LogContext logContext() {
    return state.logContext();
  }

  /// The settings in force: those of the location, or of the `if` or `limit_except` block that took
  /// over.
  public Scope scope() {
    return state.scope();
  }

  /// A parameter with variables, evaluated now; what is not known is empty.
  public String text(String parameter) {
    return ComplexValue.of(parameter).evaluate(state) instanceof Value.Known(String text)
        ? text
        : parts(parameter);
  }

  private String parts(String parameter) {
    StringBuilder out = new StringBuilder();
    for (ComplexValue.Part part : ComplexValue.of(parameter).parts()) {
      switch (part) {
        case ComplexValue.Part.Literal(String literal) -> out.append(literal);
        case ComplexValue.Part.Capture(int number) -> out.append(state.captures.group(number));
        case ComplexValue.Part.Variable(String name) -> out.append(variable(name).orElse(""));
      }
    }
    return out.toString();
  }

  /// The value of a variable, by its name without `$`, as far as it is known.
  public Optional<String> variable(String name) {
    return state.nginx.variables().value(name, state) instanceof Value.Known(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// What the configuration has given a variable by `set` or a capture, by its name without `$`.
  public Optional<String> assigned(String name) {
    return Optional.ofNullable(state.assigned.get(name)).map(this::text);
  }

  /// The value of a variable as a log shows it: nothing where nginx does not find it, so that the
  /// log has a `-`; what is found may be empty.
  public Optional<String> found(String name) {
    Optional<String> value = variable(name);
    boolean missing = value.filter(String::isEmpty).isPresent() && !isFoundEmpty(name);
    return missing ? Optional.empty() : value;
  }

  /// Variables of the configuration always have a value; of nginx's own, few have an empty one.
  private boolean isFoundEmpty(String name) {
    return FOUND_EMPTY.contains(name)
        || state.assigned.containsKey(name)
        || (state.argsFound && (name.equals("args") || name.equals("query_string")))
        || !BuiltInVariables.of(state.nginx.version()).contains(name)
        || PrefixVariables.isPresent(state, name)
        || (QUERY.contains(name) && hadQuery())
        || (PATH.contains(name) && !state.request.target().isEmpty());
  }

  /// A query that a `rewrite` has taken away is empty; one that never was is missing.
  private boolean hadQuery() {
    int query = state.unparsedUri.indexOf('?');
    return query >= 0 && query < state.unparsedUri.length() - 1;
  }

  /// The status that stands in place of the handler's own (`r->err_status`); 0 for none.
  public int errStatus() {
    return state.errStatus;
  }

  /// The method as the handler sees it: an `error_page` makes it GET.
  public String method() {
    return state.method;
  }

  /// The path that is being looked for, decoded.
  public String uri() {
    return state.uri;
  }

  /// The client's field lines that nginx keeps.
  public Optional<String> field(String name) {
    return state.field(name);
  }

  /// Whether the file of an [Outcome.Static] is sent, and not the page of its status.
  public boolean sendsFile() {
    return state.sendsFile;
  }

  /// The `auth_basic` whose challenge the answer carries.
  public Optional<Directive> challenge() {
    return Optional.ofNullable(state.challenge);
  }

  /// Whether the Location of the answer began with a slash, and nginx has made a whole URL of it.
  public boolean madeAbsolute() {
    return state.madeAbsolute;
  }

  /// Whether the request came as far as the search for a location, which brings the settings of
  /// keepalive into force.
  public boolean searched() {
    return state.searched;
  }

  /// Whether the request was understood, and the phases have begun.
  public boolean isHandled() {
    return state.handled;
  }

  /// Whether the connection is closed after the answer, whatever the client wishes.
  public boolean closes() {
    return state.closes || !state.handled;
  }

  /// The Location of an upstream's answer as the client gets it (`proxy_redirect`).
  public String redirected(Outcome.Proxied proxied, String location) {
    Value value = ProxyRedirect.of(proxied).evaluated(this::text).apply(location);
    return value.isKnown() ? value.text() : text(value.text());
  }

  /// A Location that begins with a slash, made a whole URL unless `absolute_redirect` is off.
  public String absolute(String location) {
    return AbsoluteRedirect.of(state, Value.of(location)).text();
  }

  /// A parameter evaluated with the captures of a regular expression, if that matches.
  public Optional<String> matched(
      String pattern, boolean caseless, String subject, String parameter) {
    Optional<Captures> captures = Captures.match(pattern, caseless, subject);
    captures.ifPresent(state::capture);
    return captures.map(_ -> text(parameter));
  }

  /// A value that was not known when the request was decided, evaluated now.
  public String text(Value value) {
    return value.isKnown() ? value.text() : text(value.text());
  }

  /// Whether an `error_page` is to have an upstream's answer with that status
  /// (`ngx_http_upstream_intercept_errors`).
  public boolean intercepts(int status) {
    if (status < 300 || !state.scope().flag("proxy_intercept_errors", false)) {
      return false;
    }
    String code = Integer.toString(status);
    return !state.errorPageShown
        && state.scope().inForce("error_page").stream()
            .anyMatch(page -> ErrorPages.isFor(page, code));
  }

  /// Whether the answer may come from a cache, or go into one.
  public boolean caches(Outcome.Proxied proxied) {
    return CacheUse.applies(state, proxied.scope());
  }

  /// A request within nginx for another URI, on behalf of this one (`ngx_http_subrequest`).
  public Execution subrequest(String target, FileView files, Truth truth) {
    int query = target.indexOf('?');
    String uri = query < 0 ? target : target.substring(0, query);
    String args = query < 0 ? "" : target.substring(query + 1);
    return new Evaluation(state.nginx, state.connection, state.request, files, truth)
        .executeWithin(state, "GET", uri, args);
  }

  /// The `mirror` lines in whose locations this request has come to its answer, in order.
  public List<Directive> mirrors() {
    return state.mirrors;
  }

  /// A copy of this request for another URI, with its method and its query (`ngx_http_mirror`).
  public Execution mirror(Directive by, FileView files, Truth truth) {
    return new Evaluation(state.nginx, state.connection, state.request, files, truth)
        .executeWithin(state, state.method, by.parameter(), state.args);
  }
}
