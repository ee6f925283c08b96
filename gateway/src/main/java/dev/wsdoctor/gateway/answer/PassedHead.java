package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Makes the head that the client gets of an upstream's (`ngx_http_upstream_process_headers`).
public final class PassedHead {
  private static final List<String> HIDDEN =
      List.of(
          "Date",
          "Server",
          "X-Pad",
          "X-Accel-Expires",
          "X-Accel-Redirect",
          "X-Accel-Limit-Rate",
          "X-Accel-Buffering",
          "X-Accel-Charset");

  private static final ScopeValue<Set<String>> IS_HIDDEN = ScopeValue.of(PassedHead::hidden);
  private static final ScopeValue<Set<String>> IS_IGNORED = ScopeValue.of(PassedHead::ignored);

  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final Set<String> hidden;

  public PassedHead(Execution execution, Outcome.Proxied proxied) {
    this.execution = execution;
    this.proxied = proxied;
    this.hidden = IS_HIDDEN.in(proxied.scope());
  }

  private static Set<String> hidden(Scope scope) {
    Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    hidden.addAll(HIDDEN);
    hidden.addAll(names(scope, "proxy_hide_header"));
    names(scope, "proxy_pass_header").forEach(hidden::remove);
    return Collections.unmodifiableSet(hidden);
  }

  private static List<String> names(Scope scope, String directive) {
    return scope.inForce(directive).stream().map(Directive::parameter).toList();
  }

  /// The head without what this nginx adds of its own.
  public Head of(Response response) {
    Head head = new Head(response.status());
    String reason = response.reason();
    head.statusLine(response.status() + (reason.isEmpty() ? "" : " " + reason));
    if (execution.errStatus() != 0) {
      head.status(execution.errStatus());
    }
    response.fields().forEach(field -> pass(field, head));
    missing("Server", response, head);
    missing("Date", response, head);
    if (!isChunked(response)) {
      head.contentLength(length(response));
    }
    return head;
  }

  /// Why no answer is passed on, but the request goes on elsewhere: it is redirected within, or its
  /// status has an `error_page`.
  public Optional<UpstreamEnding> ending(Response response) {
    Optional<UpstreamEnding> redirect = redirect(response).map(UpstreamEnding.Redirect::new);
    return redirect.isPresent() || !execution.intercepts(response.status())
        ? redirect
        : Optional.of(new UpstreamEnding.Status(response.status()));
  }

  /// A field that is to be passed and does not come keeps nginx from adding its own.
  private void missing(String name, Response response, Head head) {
    if (!hidden.contains(name) && !response.fields().has(name)) {
      if (name.equals("Server")) {
        head.server("");
      } else {
        head.date("");
      }
    }
  }

  public static boolean isChunked(Response response) {
    return response
        .fields()
        .first("Transfer-Encoding")
        .filter("chunked"::equalsIgnoreCase)
        .isPresent();
  }

  /// Whether a connection may carry another answer behind this one
  /// (`ngx_http_upstream_process_connection`).
  public static boolean persists(Response response) {
    boolean old = response.version().equals("HTTP/1.0") || response.version().startsWith("HTTP/0.");
    if (old) {
      return false;
    }
    for (String value : response.fields().all("Connection")) {
      if (value.toLowerCase(Locale.ROOT).contains("close")) {
        return false;
      }
    }
    return true;
  }

  /// Of the body as announced; -1 if it is not.
  public static long length(Response response) {
    return response
        .fields()
        .first("Content-Length")
        .filter(l -> l.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }

  private void pass(Field field, Head head) {
    if (hidden.contains(field.name())) {
      return;
    }
    switch (field.name().toLowerCase(Locale.ROOT)) {
      case "connection", "keep-alive", "transfer-encoding", "content-length", "status" -> {}
      case "content-type" -> head.contentType(contentType(field.value()));
      case "server" -> head.server("").add(field.name(), field.value());
      case "date" -> head.date("").add(field.name(), field.value());
      case "location" -> location(field, head);
      case "refresh" -> head.add(field.name(), refresh(field.value()));
      case "set-cookie" -> head.add(field.name(), cookie(field.value()));
      default -> head.add(field.name(), field.value());
    }
  }

  /// nginx makes a whole URL of what it has changed itself, and leaves the upstream's own alone.
  private void location(Field field, Head head) {
    String redirected = execution.redirected(proxied, field.value());
    String absolute = execution.absolute(redirected);
    if (redirected.equals(field.value()) || redirected.equals(absolute)) {
      head.add(field.name(), redirected);
    } else {
      head.location(absolute);
    }
  }

  /// A type without a charset of its own gets the one in force.
  private String contentType(String value) {
    return value.toLowerCase(Locale.ROOT).contains("charset=")
        ? value
        : MediaTypes.withCharset(execution, value);
  }

  private String refresh(String value) {
    int url = value.toLowerCase(Locale.ROOT).indexOf("url=");
    return url < 0
        ? value
        : value.substring(0, url + 4) + execution.redirected(proxied, value.substring(url + 4));
  }

  private String cookie(String value) {
    List<Directive> domains = proxied.scope().inForce("proxy_cookie_domain");
    List<Directive> paths = proxied.scope().inForce("proxy_cookie_path");
    List<Directive> flags = proxied.scope().inForce("proxy_cookie_flags");
    return new PassedCookie(execution, flags, domains, paths).rewrite(value);
  }

  /// Where an upstream sends nginx to for another answer.
  public Optional<String> redirect(Response response) {
    return ignores("X-Accel-Redirect")
        ? Optional.empty()
        : response.fields().first("X-Accel-Redirect").filter(r -> !r.isEmpty());
  }

  /// Whether the upstream has something to say about buffering.
  public Optional<Boolean> buffers(Response response) {
    return ignores("X-Accel-Buffering")
        ? Optional.empty()
        : response
            .fields()
            .first("X-Accel-Buffering")
            .filter(v -> v.equalsIgnoreCase("yes") || v.equalsIgnoreCase("no"))
            .map("yes"::equalsIgnoreCase);
  }

  /// The speed that the upstream wants for its answer, in bytes per second; 0 for any.
  public OptionalLong limitRate(Response response) {
    Optional<String> written = response.fields().first("X-Accel-Limit-Rate");
    return written.isEmpty() || ignores("X-Accel-Limit-Rate")
        ? OptionalLong.empty()
        : Quantities.number(written.get());
  }

  private boolean ignores(String name) {
    return IS_IGNORED.in(proxied.scope()).contains(name);
  }

  private static Set<String> ignored(Scope scope) {
    Set<String> ignored = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    scope.inForce("proxy_ignore_headers").forEach(d -> ignored.addAll(d.parameters()));
    return Collections.unmodifiableSet(ignored);
  }
}
