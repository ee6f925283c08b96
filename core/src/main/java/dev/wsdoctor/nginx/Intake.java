package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import java.util.Optional;

/// Everything before the phases: the listener, TLS, the request line, the fields, and the server
/// they choose (`ngx_http_process_request_line`, `ngx_http_process_request_headers`).
final class Intake {
  private static final int MISDIRECTED = 421;
  private static final String INVALID_REQUEST = "client sent invalid request";

  private final RequestState state;

  private Intake(RequestState state) {
    this.state = state;
  }

  static Turn accept(RequestState state) {
    return new Intake(state).accept();
  }

  private Turn accept() {
    Connection connection = state.connection;
    Optional<AddressGroup> group =
        state.nginx.listeners().find(connection.address(), connection.port());
    if (group.isEmpty()) {
      return notHttp(connection);
    }
    state.enter(group.get());
    if (state.explains()) {
      sayWhereItComesIn(group.get());
    }
    Turn turn = protocol(group.get());
    return turn instanceof Turn.Next ? request() : turn;
  }

  private void sayWhereItComesIn(AddressGroup group) {
    state.step(
        Phase.LISTEN,
        "the connection comes in at " + group.title(),
        group.servers() + (group.servers() == 1 ? " server listens" : " servers listen") + " there",
        group.directive());
  }

  private Turn notHttp(Connection connection) {
    String at = connection.address() + ":" + connection.port();
    Optional<StreamProxy> stream = state.nginx.stream(connection);
    if (stream.isPresent()) {
      return stream(at, stream.get());
    }
    state.step(Phase.LISTEN, "nothing listens at " + at, "no listen of http has this address");
    return Turn.done(new Outcome.NotListening());
  }

  /// Bytes only: no request is read, so no location and no header setting of http counts.
  private Turn stream(String at, StreamProxy stream) {
    state.step(Phase.LISTEN, "stream takes the connection", "it listens at " + at, stream.server());
    stream
        .by()
        .ifPresent(
            pass ->
                state.step(
                    Phase.UPSTREAM,
                    "passes the bytes on to " + stream.address().text(),
                    "proxy_pass " + pass.parameter(),
                    pass));
    return Turn.done(new Outcome.Handled("stream", stream.server()));
  }

  private Turn protocol(AddressGroup group) {
    if (state.connection.tls() && !group.ssl()) {
      state.step(
          Phase.TLS, "TLS meets a plain listener", "its listen has no ssl", group.directive());
      return Turn.done(new Outcome.WrongProtocol(false, group.directive()));
    }
    if (state.connection.tls()) {
      return serverName(group);
    }
    boolean onlyHttp2 = group.http2() && !group.ssl() && !state.nginx.version().isAtLeast(1, 25, 1);
    if (onlyHttp2) {
      state.step(
          Phase.LISTEN,
          "HTTP/1.1 meets a listener that speaks only HTTP/2",
          "until nginx 1.25.0 a plain listen with http2 understands nothing else",
          group.directive());
      return Turn.done(new Outcome.WrongProtocol(false, group.directive()));
    }
    return Turn.NEXT;
  }

  /// SNI chooses the server whose certificate and TLS settings count.
  private Turn serverName(AddressGroup group) {
    Optional<String> name =
        state.connection.serverName().flatMap(n -> HostField.host(n, state.nginx.version()));
    Optional<ServerNames.Found> found = name.flatMap(n -> group.names().find(n));
    found.ifPresent(f -> state.select(f.server()));
    Server server = state.server();
    String because =
        found.isPresent()
            ? "SNI asks for " + name.orElse("")
            : "no server_name is " + name.orElse("given by SNI") + ", so the default server";
    state.step(Phase.TLS, "TLS is that of " + server.title(), because, server.directive());
    Optional<Directive> reject = server.scope().setting("ssl_reject_handshake");
    if (reject.filter(d -> d.parameter().equals("on")).isPresent()) {
      state.step(
          Phase.TLS, "the handshake ends with unrecognized_name", "ssl_reject_handshake", reject);
      return Turn.done(new Outcome.Closed(reject.get()));
    }
    return Turn.NEXT;
  }

  private Turn request() {
    Optional<Truth.Refusal> unread = state.truth.refusal();
    if (unread.isPresent() && state.request.target().isEmpty()) {
      return refuse(unread.get());
    }
    Optional<RequestChecks.Refusal> refused = RequestChecks.line(state);
    if (refused.isPresent()) {
      return refuse(refused.get());
    }
    Optional<RequestTarget> target = RequestTarget.read(state.request.target());
    boolean unreadable =
        target.isEmpty()
            || (target.get().emptyPath() && !state.nginx.version().isAtLeast(1, 19, 6));
    if (unreadable) {
      state.lineUnread = true;
      return bad("the request target is neither a path nor a URL", INVALID_REQUEST);
    }
    RequestTarget parts = target.get();
    boolean merge = state.server().scope().flag("merge_slashes", true);
    Optional<UriNormaliser.Normalised> uri = UriNormaliser.normalise(parts.pathAndQuery(), merge);
    if (uri.isEmpty()) {
      return bad("the path has a bad % escape or leads above the root", INVALID_REQUEST);
    }
    state.uri = uri.get().uri();
    state.args = uri.get().args();
    state.quotedUri = uri.get().quoted();
    state.plusInUri = uri.get().plus();
    state.unparsedUri = parts.written();
    state.validUnparsedUri = !parts.emptyPath();
    return host(parts.authority());
  }

  private Turn host(Optional<String> authority) {
    if (authority.isPresent()) {
      Optional<String> host = HostField.host(authority.get(), state.nginx.version());
      if (host.isEmpty()) {
        return bad(
            "the host in the request target is invalid",
            "client sent invalid host in request line");
      }
      Turn chosen = choose(host.get());
      if (!(chosen instanceof Turn.Next)) {
        return chosen;
      }
    }
    state.doing = LogContext.Doing.READING_REQUEST_HEADERS;
    Turn fields = fields(authority.isPresent());
    return fields instanceof Turn.Next ? checked() : fields;
  }

  private Turn fields(boolean hostIsChosen) {
    boolean seen = false;
    for (Field field : state.request.fields()) {
      Optional<RequestChecks.Refusal> refused = RequestChecks.field(state, field);
      if (refused.isPresent()) {
        return refuse(refused.get());
      }
      switch (FieldName.judge(field.name(), state.server().scope())) {
        case BROKEN -> {
          return bad("the field name \"" + field.name() + "\" is invalid", invalidLine(field));
        }
        case IGNORED -> {
          state.say(Remark.Severity.INFO, invalidLine(field));
          state.step(
              Phase.REQUEST_LINE,
              "the field " + field.name() + " is ignored",
              "its name has characters that nginx does not take");
        }
        case KEPT -> {
          Optional<Field> before =
              RequestChecks.isUnique(field.name()) ? state.line(field.name()) : Optional.empty();
          state.fields.add(field);
          if (before.isPresent()) {
            return bad(
                "there are two " + field.name() + " fields",
                duplicate("header line", field, before.get()));
          }
        }
      }
      if (!field.isNamed("Host")) {
        continue;
      }
      Optional<String> host = HostField.host(field.value(), state.nginx.version());
      if (seen) {
        return bad(
            "there are two Host fields",
            duplicate("host header", field, state.line("Host").orElseThrow()));
      }
      if (host.isEmpty()) {
        return bad("the Host field is invalid", "client sent invalid host header");
      }
      seen = true;
      Turn chosen = hostIsChosen ? Turn.NEXT : choose(host.get());
      if (!(chosen instanceof Turn.Next)) {
        return chosen;
      }
    }
    if (state.truth.refusal().isPresent()) {
      return refuse(state.truth.refusal().get());
    }
    boolean needsHost = state.request.version().compareTo("HTTP/1.0") > 0;
    if (!seen && needsHost) {
      return bad(
          "an HTTP/1.1 request without a Host field",
          "client sent HTTP/1.1 request without \"Host\" header");
    }
    return seen || hostIsChosen ? Turn.NEXT : choose("");
  }

  /// The server for a host; with TLS, another one than SNI chose must not ask for certificates.
  private Turn choose(String host) {
    state.host = host;
    AddressGroup group = state.group();
    Optional<ServerNames.Found> found = group.names().find(host);
    Server bySni = state.server();
    Server server = found.map(ServerNames.Found::server).orElse(group.defaultServer());
    boolean asksForCertificate =
        server != bySni
            && state.connection.serverName().isPresent()
            && server
                .scope()
                .setting("ssl_verify_client")
                .filter(d -> !d.parameter().equals("off"))
                .isPresent();
    if (asksForCertificate) {
      state.say(
          Remark.Severity.INFO,
          "client attempted to request the server name different from the one that was negotiated");
    }
    state.select(server);
    found
        .map(ServerNames.Found::captures)
        .filter(c -> !c.groups().isEmpty())
        .ifPresent(state::capture);
    if (state.explains()) {
      state.step(
          Phase.SERVER,
          server.title() + " takes the request",
          because(host, found),
          server.directive());
    }
    return asksForCertificate
        ? Turn.status(MISDIRECTED, AnswerReason.OTHER, server.directive())
        : Turn.NEXT;
  }

  private String because(String host, Optional<ServerNames.Found> found) {
    String named = host.isEmpty() ? "the request without a host" : host;
    if (found.isPresent()) {
      return "server_name " + found.get().name() + " matches " + named;
    }
    AddressGroup group = state.group();
    if (group.servers() == 1) {
      return "it is the only server at " + group.title();
    }
    return "no server_name matches "
        + named
        + (group.hasExplicitDefault()
            ? ", and it is the default_server of "
            : ", and it is the first server that listens on ")
        + group.title();
  }

  private Turn checked() {
    Optional<RequestChecks.Refusal> refused = RequestChecks.body(state);
    if (refused.isPresent()) {
      return refuse(refused.get());
    }
    if (!state.connection.tls() && state.group().ssl()) {
      Optional<Directive> listen = state.group().directive();
      state.say(Remark.Severity.INFO, "client sent plain HTTP request to HTTPS port");
      state.step(
          Phase.TLS,
          "plain HTTP meets a TLS listener",
          "its listen has ssl; nginx answers 400",
          listen);
      return new Turn.Status(497, new Outcome.WrongProtocol(true, listen));
    }
    Turn turn = certificate();
    state.doing = turn instanceof Turn.Next ? LogContext.Doing.NOTHING_NAMED : state.doing;
    return turn;
  }

  private Turn certificate() {
    Optional<Truth.Refusal> refused = state.truth.certificateRefusal(state.server());
    if (refused.isEmpty()) {
      return Turn.NEXT;
    }
    state.say(Remark.Severity.INFO, refused.get().said());
    int status = refused.get().status();
    Optional<Directive> verify = state.server().scope().setting("ssl_verify_client");
    state.step(
        Phase.TLS,
        "nginx answers 400",
        "the client's certificate is not what ssl_verify_client wants",
        verify);
    return verify.isPresent()
        ? Turn.status(status, AnswerReason.BAD_REQUEST, verify.get())
        : Turn.status(status, AnswerReason.BAD_REQUEST);
  }

  private Turn refuse(RequestChecks.Refusal refusal) {
    return refuse(refusal.status(), refusal.because(), refusal.said());
  }

  private Turn refuse(Truth.Refusal refusal) {
    state.say(Remark.Severity.INFO, refusal.said());
    return Turn.status(refusal.status(), AnswerReason.BAD_REQUEST);
  }

  private Turn bad(String because, String said) {
    return refuse(400, because, said);
  }

  private Turn refuse(int status, String because, String said) {
    state.say(Remark.Severity.INFO, said);
    state.step(Phase.REQUEST_LINE, "nginx answers " + status, because);
    return Turn.status(status, AnswerReason.BAD_REQUEST);
  }

  private static String invalidLine(Field field) {
    return "client sent invalid header line: \"" + RequestChecks.line(field) + "\"";
  }

  private static String duplicate(String what, Field field, Field before) {
    return "client sent duplicate %s: \"%s\", previous value: \"%s\""
        .formatted(what, RequestChecks.line(field), RequestChecks.line(before));
  }
}
