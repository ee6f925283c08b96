package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Single parameters of directives of http that only some texts will do for.
final class ParameterRules {
  /// ngx_methods_names
  private static final Set<String> METHODS =
      Set.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "MKCOL",
          "COPY",
          "MOVE",
          "OPTIONS",
          "PROPFIND",
          "PROPPATCH",
          "LOCK",
          "UNLOCK",
          "PATCH");

  private static final Set<String> ESCAPES = Set.of("default", "json", "none");

  private final NginxVersion version;
  private final Report report;
  private final Variables variables;

  ParameterRules(NginxVersion version, Report report, Variables variables) {
    this.version = version;
    this.report = report;
    this.variables = variables;
  }

  void addTo(CheckTable table) {
    table.putOfHttp(this::header, "keepalive_timeout");
    table.putOfHttp(this::openFileCache, "open_file_cache");
    table.putOfHttp(this::random, "random");
    table.putOfHttp(this::methods, "limit_except");
    table.put(this::bind, "proxy_bind", "fastcgi_bind", "uwsgi_bind", "scgi_bind", "grpc_bind");
    table.putOfHttp(
        this::store,
        "proxy_store",
        "proxy_cache",
        "fastcgi_store",
        "fastcgi_cache",
        "uwsgi_store",
        "uwsgi_cache",
        "scgi_store",
        "scgi_cache");
    table.putOfHttp(this::redirect, "proxy_redirect");
    table.putOfHttp(
        this::patterns,
        "proxy_cookie_path",
        "proxy_cookie_domain",
        "valid_referers",
        "gzip_disable");
    table.putOfHttp(directive -> notEmpty(directive, 1, "empty replacement"), "rewrite");
    table.putOfHttp(directive -> notEmpty(directive, 0, "empty search pattern"), "sub_filter");
    table.putOfHttp(this::ownRoot, "root", "alias");
    table.putOfHttp(
        directive -> address(directive, directive.parameter()),
        "fastcgi_pass",
        "uwsgi_pass",
        "scgi_pass",
        "memcached_pass");
    table.putOfHttp(
        directive -> address(directive, directive.parameter().replaceFirst("^grpcs?://", "")),
        "grpc_pass");
    table.putOfHttp(this::sameZone, "limit_req", "limit_conn");
    table.putOfHttp(this::escape, "log_format");
  }

  private void header(Directive directive) {
    if (directive.parameterCount() == 2
        && Quantities.seconds(directive.lastParameter()).isEmpty()) {
      report.error(directive, "\"keepalive_timeout\" directive invalid value");
    }
  }

  private void openFileCache(Directive directive) {
    boolean max = false;
    for (String option : directive.parameters()) {
      String value = option.substring(option.indexOf('=') + 1);
      boolean valid =
          option.equals("off")
              || (option.startsWith("max=") && Quantities.number(value).orElse(0) > 0)
              || (option.startsWith("inactive=") && Quantities.seconds(value).isPresent());
      if (!valid) {
        report.error(directive, "invalid \"open_file_cache\" parameter \"" + option + "\"");
        return;
      }
      max |= option.equals("off") || option.startsWith("max=");
    }
    if (!max) {
      report.error(directive, "\"open_file_cache\" must have the \"max\" parameter");
    }
  }

  private void random(Directive directive) {
    List<String> parameters = directive.parameters();
    if (!parameters.isEmpty() && !parameters.getFirst().equals("two")) {
      invalid(directive, parameters.getFirst());
    } else if (parameters.size() == 2 && !parameters.get(1).startsWith("least_")) {
      invalid(directive, parameters.get(1));
    }
  }

  private void methods(Directive directive) {
    directive.parameters().stream()
        .filter(method -> METHODS.stream().noneMatch(method::equalsIgnoreCase))
        .findFirst()
        .ifPresent(method -> report.error(directive, "invalid method \"" + method + "\""));
  }

  /// ngx_http_upstream_bind_set_slot
  private void bind(Directive directive) {
    String address = directive.parameter();
    boolean off = directive.parameterCount() == 1 && address.equals("off");
    if (!off && address.indexOf('$') < 0 && !isBindable(address)) {
      report.error(directive, "invalid address \"" + address + "\"");
    } else if (directive.parameterCount() == 2
        && !directive.lastParameter().equals("transparent")) {
      invalid(directive, directive.lastParameter());
    }
  }

  /// `[::1]` without a port will do since 1.27.3.
  private boolean isBindable(String address) {
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    return ListenAddress.isLiteral(
        bracketed && version.isAtLeast(1, 27, 3) ? address + ":1" : address);
  }

  /// ngx_http_proxy_store and ngx_http_proxy_cache: one of the two in a block, unless it is off.
  private void store(Directive directive, Block block) {
    if (directive.parameter().equals("off")) {
      return;
    }
    String name = directive.name();
    String other = name.endsWith("_store") ? "_cache" : "_store";
    String excluded = name.substring(0, name.indexOf('_')) + other;
    block.first("use of " + name);
    if (block.has("use of " + excluded)) {
      report.error(
          directive, "\"%s\" directive is incompatible with \"%s\"".formatted(name, excluded));
    }
  }

  /// ngx_http_proxy_redirect; 1.18 let `off` stand beside others.
  private void redirect(Directive directive, Block block) {
    boolean alone = directive.parameterCount() == 1;
    boolean off = alone && directive.is("proxy_redirect") && directive.parameter().equals("off");
    boolean again = off ? block.has("some proxy_redirect") : block.has("no proxy_redirect");
    block.first(off ? "no proxy_redirect" : "some proxy_redirect");
    if (again && version.isAtLeast(1, 19, 3)) {
      report.error(directive, "\"proxy_redirect\" directive is duplicate");
    } else if (alone && directive.parameter().equals("default")) {
      defaultRedirect(directive, block);
    } else {
      patterns(directive);
    }
  }

  private void defaultRedirect(Directive directive, Block block) {
    Optional<Directive> pass =
        block.directive().flatMap(around -> around.body("proxy_pass").findFirst());
    if (!block.has("proxy_pass")) {
      report.error(
          directive,
          "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive");
    } else if (pass.filter(line -> line.parameter().indexOf('$') >= 0).isPresent()) {
      report.error(
          directive,
          "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
    }
  }

  /// Texts that begin with `~` are regular expressions; all of `gzip_disable` are.
  private void patterns(Directive directive) {
    boolean all = directive.is("gzip_disable");
    boolean first = directive.name().startsWith("proxy_");
    List<String> parameters = directive.parameters();
    for (String text : first ? parameters.subList(0, 1) : parameters) {
      if (text.startsWith("~") || all) {
        variables.regex(directive, text.replaceFirst("^~\\*?", ""));
      }
    }
  }

  private void notEmpty(Directive directive, int index, String message) {
    if (directive.parameters().get(index).isEmpty()) {
      report.error(directive, message);
    }
  }

  /// ngx_http_core_root
  private void ownRoot(Directive directive, Block block) {
    boolean named = block.directive().filter(one -> one.parameter().startsWith("@")).isPresent();
    if (directive.is("alias") && named) {
      report.error(directive, "the \"alias\" directive cannot be used inside the named location");
      return;
    }
    String path = directive.parameter();
    if (path.indexOf('$') < 0) {
      return;
    }
    for (String variable : List.of("document_root", "realpath_root")) {
      if (path.contains("$" + variable) || path.contains("${" + variable + "}")) {
        report.error(
            directive,
            "the $%s variable cannot be used in the \"%s\" directive"
                .formatted(variable, directive.name()));
      }
    }
  }

  private void address(Directive directive, String address) {
    if (address.indexOf('$') < 0) {
      UpstreamAddress.problem(address, false)
          .ifPresent(why -> report.error(directive, why + " in upstream \"" + address + "\""));
    }
  }

  /// A zone limits a request once on a level, and a limit fits in two bytes.
  private void sameZone(Directive directive, Block block) {
    String zone =
        directive.parameters().stream()
            .filter(option -> directive.is("limit_conn") || option.startsWith("zone="))
            .findFirst()
            .orElse("");
    OptionalLong number = Quantities.number(directive.lastParameter());
    if (!block.first(directive.name() + " " + zone)) {
      report.error(directive, "\"" + directive.name() + "\" directive is duplicate");
    } else if (directive.is("limit_conn") && number.orElse(0) > 65_535) {
      report.error(directive, "connection limit must be less 65536");
    }
  }

  private void escape(Directive directive) {
    directive.parameters().stream()
        .skip(1)
        .limit(1)
        .filter(option -> option.startsWith("escape="))
        .map(option -> option.substring("escape=".length()))
        .filter(escape -> !ESCAPES.contains(escape))
        .forEach(
            escape -> report.error(directive, "unknown log format escaping \"" + escape + "\""));
  }

  private void invalid(Directive directive, String parameter) {
    report.error(directive, "invalid parameter \"" + parameter + "\"");
  }
}
