package dev.wsdoctor.nginx;

import dev.wsdoctor.nginx.Variables.Definition;
import dev.wsdoctor.nginx.Variables.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// nginx's own variables that have a fixed name (`ngx_http_core_variables` and those of the proxy,
/// SSL, realip and upstream modules).
final class BuiltinVariables {
  private static final Map<String, Definition> ALL = new HashMap<>();

  static {
    target();
    connection();
    answer();
    proxy();
    tls();
    time();
  }

  private BuiltinVariables() {}

  static Optional<Definition> find(String name) {
    Definition definition = ALL.get(name);
    return definition != null ? Optional.of(definition) : PrefixVariables.find(name);
  }

  private static void target() {
    volatileText("uri", s -> uri(s, s.uri));
    volatileText("document_uri", s -> uri(s, s.uri));
    volatileText("args", s -> uri(s, s.args));
    volatileText("query_string", s -> uri(s, s.args));
    volatileText("is_args", s -> Value.of(s.args.isEmpty() ? "" : "?"));
    volatileText("request_method", s -> Value.of(s.request.target().isEmpty() ? "" : s.method));
    volatileText("server_name", s -> Value.of(s.server().primaryName()));
    volatileText("document_root", FilePath::root);
    volatileText("request_filename", FilePath::of);
    volatileText("realpath_root", FilePath::realRoot);
    text("request_uri", s -> Value.of(s.unparsedUri));
    text("request", s -> Value.of(s.truth.variable("request").orElse(s.request.line())));
    text("host", s -> Value.of(s.host.isEmpty() ? s.server().primaryName() : s.host));
    text("server_protocol", s -> Value.of(s.lineUnread ? "" : s.request.version()));
    text("content_length", s -> Value.of(s.field("Content-Length").orElse("")));
    text("content_type", s -> Value.of(s.field("Content-Type").orElse("")));
    text("remote_user", s -> Value.of(BasicCredentials.user(s)));
    volatileText("invalid_referer", Referers::invalid);
    volatileText("secure_link", SecureLink::of);
    text("request_body", s -> body(s));
    text("request_body_file", s -> body(s));
    text("nginx_version", s -> Value.of(s.nginx.version().toString()));
    running("pipe", ".");
    text("http2", s -> Value.of(s.isHttp2() ? "h2" : ""));
    text("http3", _ -> Value.of(""));
    text("request_port", s -> Value.of(HostField.port(s)));
    text("is_request_port", s -> Value.of(HostField.port(s).isEmpty() ? "" : ":"));
  }

  private static Value uri(RequestState state, String text) {
    return state.uriDoubt.isEmpty() ? Value.of(text) : new Value.Unknown(text, state.uriDoubt);
  }

  private static Value body(RequestState state) {
    boolean hasBody =
        state.field("Content-Length").filter(l -> !l.equals("0")).isPresent()
            || state.field("Transfer-Encoding").isPresent();
    return hasBody ? new Value.Unknown("$request_body", "it is the body") : Value.of("");
  }

  private static void connection() {
    text("remote_addr", s -> Value.of(s.client));
    text("realip_remote_addr", s -> Value.of(s.connection.client()));
    text("scheme", s -> Value.of(s.connection.tls() ? "https" : "http"));
    text("https", s -> Value.of(s.connection.tls() ? "on" : ""));
    text("server_port", BuiltinVariables::serverPort);
    text("server_addr", BuiltinVariables::serverAddress);
    for (String name :
        new String[] {"remote_port", "realip_remote_port", "binary_remote_addr", "connection"}) {
      unknown(name, "it depends on the client's connection");
    }
    unknown("connection_requests", "it depends on the client's connection");
    unknown("connection_time", "it depends on the client's connection");
    for (String state : new String[] {"active", "reading", "writing", "waiting"}) {
      counted("connections_" + state);
    }
    unknown("request_length", "it depends on the client's connection");
    unknown("hostname", "it is the name of the machine");
    unknown("pid", "it is the number of the worker process");
    unknown("request_id", "it is random");
    for (String name : new String[] {"addr", "port", "server_addr", "server_port"}) {
      text("proxy_protocol_" + name, s -> proxyProtocol(s, name));
    }
  }

  /// Of `stream` only: what the first TLS record says, when `ssl_preread` looks at it.
  private static Value preread(RequestState state, String value) {
    boolean looks =
        state
            .server()
            .scope()
            .setting("ssl_preread")
            .filter(d -> d.parameter().equals("on"))
            .isPresent();
    return Value.of(looks && state.connection.tls() ? value : "");
  }

  /// A unix socket has none.
  private static Value serverPort(RequestState state) {
    int port = state.connection.port();
    return Value.of(port == 0 ? "" : Integer.toString(port));
  }

  private static Value serverAddress(RequestState state) {
    String address = state.connection.address();
    if (address.startsWith("unix:") || IpAddress.parse(address).isPresent()) {
      return Value.of(address);
    }
    return address.equals("localhost")
        ? Value.of("127.0.0.1")
        : new Value.Unknown("$server_addr", "it is the address of " + address);
  }

  private static Value proxyProtocol(RequestState state, String name) {
    return state.group().proxyProtocol()
        ? new Value.Unknown("$proxy_protocol_" + name, "it comes with the PROXY protocol")
        : Value.of("");
  }

  private static void answer() {
    volatileText("status", BuiltinVariables::status);
    unknown("bytes_sent", "it is counted while answering");
    unknown("body_bytes_sent", "it is counted while answering");
    running("request_completion", "");
    running("limit_rate", "0");
    running("limit_conn_status", "");
    running("limit_req_status", "");
    running("gzip_ratio", "");
    text("uid_reset", _ -> Value.of(""));
    text("slice_range", _ -> Value.of(""));
  }

  /// An `error_page` keeps or sets it; while nothing is sent there is none.
  private static Value status(RequestState state) {
    if (!state.truth.isRunning()) {
      return new Value.Unknown("$status", "it is the status of the answer");
    }
    return Value.of(
        state.errStatus == 0
            ? state.truth.variable("status").orElse(withoutAnswer(state))
            : "%03d".formatted(state.errStatus));
  }

  private static String withoutAnswer(RequestState state) {
    return state.request.version().equals("HTTP/0.9") ? "009" : "000";
  }

  private static void proxy() {
    volatileText("proxy_host", s -> Value.of(s.proxyUrl().map(ProxyUrl::hostHeader).orElse("")));
    volatileText("proxy_port", s -> Value.of(s.proxyUrl().map(ProxyUrl::portVariable).orElse("")));
    text("proxy_add_x_forwarded_for", BuiltinVariables::addForwardedFor);
  }

  private static Value addForwardedFor(RequestState state) {
    String given = PrefixVariables.joined(state, "X-Forwarded-For", ", ");
    return Value.of(given.isEmpty() ? state.client : given + ", " + state.client);
  }

  private static void tls() {
    text("ssl_preread_server_name", s -> preread(s, s.connection.serverName().orElse("")));
    text("ssl_preread_alpn_protocols", s -> preread(s, s.connection.alpn()));
    unknown("ssl_preread_protocol", "it depends on the client's TLS");
    text("ssl_server_name", s -> Value.of(s.connection.serverName().orElse("")));
    text("ssl_alpn_protocol", s -> Value.of(s.connection.tls() ? s.connection.alpn() : ""));
    String[] handshake = {
      "protocol",
      "cipher",
      "ciphers",
      "curve",
      "curves",
      "session_id",
      "session_reused",
      "early_data",
      "client_cert",
      "client_raw_cert",
      "client_escaped_cert",
      "client_s_dn",
      "client_i_dn",
      "client_serial",
      "client_fingerprint",
      "client_verify",
      "client_v_start",
      "client_v_end",
      "client_v_remain"
    };
    for (String name : handshake) {
      text(
          "ssl_" + name,
          s ->
              s.connection.tls()
                  ? new Value.Unknown("$ssl_" + name, "it comes out of the TLS handshake")
                  : Value.of(""));
    }
  }

  private static void time() {
    String[] clocks = {
      "msec", "time_iso8601", "time_local", "date_local", "date_gmt", "request_time"
    };
    for (String name : clocks) {
      unknown(name, "it is the time");
    }
  }

  private static void text(String name, Source source) {
    ALL.put(name, new Definition(source, true));
  }

  private static void volatileText(String name, Source source) {
    ALL.put(name, new Definition(source, false));
  }

  /// What it is while the request runs, or else usually.
  private static void running(String name, String usual) {
    volatileText(name, s -> Value.of(s.truth.variable(name).orElse(usual)));
  }

  /// It changes while the request runs.
  private static void counted(String name) {
    Value value = new Value.Unknown("$" + name, "connections are counted while nginx runs");
    volatileText(name, _ -> value);
  }

  private static void unknown(String name, String why) {
    Value value = new Value.Unknown("$" + name, why);
    ALL.put(name, new Definition(_ -> value, true));
  }
}
