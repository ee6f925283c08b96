package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.NginxVersion;

/// Rules of single directives that the catalogue's columns cannot say.
final class OwnRules {
  private final Report report;
  private final HttpBlock http;
  private final Variables variables;
  private final RewriteRules rewrite;
  private final UpstreamRules upstream;
  private final StreamRules stream;
  private final CoreRules core;
  private final OptionRules options;
  private final SharedZones zones;
  private final ZoneRules sized;
  private final ParameterRules parameters;

  private final boolean hasQuic;

  OwnRules(NginxVersion version, Report report, HttpBlock http, Variables variables) {
    this.hasQuic = version.isAtLeast(1, 25, 0);
    this.report = report;
    this.http = http;
    this.variables = variables;
    this.rewrite = new RewriteRules(report, variables);
    this.stream = new StreamRules(version, report, variables);
    this.upstream = new UpstreamRules(version, report, http.upstreams(), stream.upstreams());
    this.zones = new SharedZones(report);
    this.options = new OptionRules(report, zones);
    this.sized = new ZoneRules(report, zones);
    this.core = new CoreRules(report, variables);
    this.parameters = new ParameterRules(report, variables);
  }

  void check(Directive directive, Block block) {
    boolean inHttp = !isStreamOrMail(block.context());
    if (inHttp) {
      parameters.check(directive, block);
    }
    switch (directive.name()) {
      case "location" -> core.location(directive, block);
      case "server_name" -> core.serverName(directive);
      case "error_page" -> core.errorPage(directive);
      case "try_files" -> core.tryFiles(directive);
      case "add_header", "add_trailer" -> core.third(directive, "always");
      case "allow", "deny" -> core.address(directive);
      case "root", "alias" -> core.root(directive, block);
      case "set" -> rewrite.set(directive);
      case "auth_request_set", "perl_set" -> define(directive);
      case "if" -> rewrite.condition(directive);
      case "rewrite" -> rewrite.rewrite(directive);
      case "return" -> rewrite.returned(directive, inHttp);
      case "fastcgi_param", "uwsgi_param", "scgi_param" -> core.third(directive, "if_not_empty");
      case "fastcgi_split_path_info" -> variables.regex(directive, directive.parameter());
      case "ssl",
          "ssl_certificate",
          "ssl_certificate_key",
          "ssl_reject_handshake",
          "ssl_verify_client",
          "ssl_client_certificate",
          "ssl_trusted_certificate",
          "proxy_ssl_verify",
          "proxy_ssl_trusted_certificate",
          "proxy_ssl_certificate",
          "proxy_ssl_certificate_key" ->
          block.keep(directive);
      case "proxy_buffers", "proxy_buffer_size", "proxy_busy_buffers_size" -> {
        if (inHttp) {
          block.keep(directive);
          http.addBufferSetting(block);
        }
      }
      case "listen" -> {
        if (inHttp) {
          block.first("listen");
          block.listens().add(directive, block, report, hasQuic);
        } else if (block.context() == Context.STREAM_SERVER) {
          stream.listen(directive, block);
        }
      }
      case "proxy_pass" -> {
        if (inHttp) {
          if (directive.parameter().startsWith("https://")) {
            http.addTlsPass(block);
          }
          upstream.proxyPass(directive, block);
        } else {
          stream.proxyPass(directive);
        }
      }
      case "upstream" -> upstream.upstream(directive, block);
      case "server" -> {
        if (block.context() == Context.UPSTREAM || block.context() == Context.STREAM_UPSTREAM) {
          upstream.server(directive, block);
        }
      }
      case "worker_connections" -> core.workerConnections(directive);
      case "worker_processes" -> core.workerProcesses(directive);
      case "log_format" -> core.logFormat(directive);
      case "access_log" -> {
        core.accessLog(directive);
        if (!inHttp) {
          stream.accessLog(directive);
        }
      }
      case "proxy_redirect" -> options.alone(directive, "off", "default");
      case "proxy_cookie_domain", "proxy_cookie_path" -> options.alone(directive, "off");
      case "error_log" -> options.errorLog(directive);
      case "limit_req" -> options.limitRequests(directive, "limit_req");
      case "limit_req_zone" -> sized.limitZone(directive, "limit_req");
      case "limit_conn" -> options.limitConnections(directive, connections(inHttp));
      case "limit_conn_zone" -> sized.limitZone(directive, connections(inHttp));
      case "zone" -> sized.upstreamZone(directive);
      case "set_real_ip_from" -> core.trustedAddress(directive);
      case "proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path", "scgi_cache_path" ->
          http.caches().path(directive);
      case "proxy_cache", "fastcgi_cache", "uwsgi_cache", "scgi_cache" ->
          http.addCacheUse(directive);
      case "proxy_cache_valid", "fastcgi_cache_valid", "uwsgi_cache_valid", "scgi_cache_valid" ->
          http.caches().valid(directive);
      case "expires" -> http.caches().expires(directive);
      case "resolver" -> options.resolver(directive);
      case "ssl_session_cache" -> sized.sessionCache(directive);
      case "keepalive" -> upstream.keepalive(directive);
      case "hash" -> {
        core.second(directive, "consistent");
        block.first("no backup");
      }
      case "ip_hash", "random" -> block.first("no backup");
      case "use" -> core.eventMethod(directive);
      case "load_module" -> core.module(directive, block);
      case "map_hash_bucket_size", "server_names_hash_bucket_size" -> block.keep(directive);
      default -> {}
    }
  }

  private static String connections(boolean inHttp) {
    return inHttp ? "limit_conn" : "limit_conn of stream";
  }

  private void define(Directive directive) {
    String name = directive.parameter();
    if (!name.startsWith("$")) {
      report.error(directive, "invalid variable name \"" + name + "\"");
    } else if (variables.isReserved(name.substring(1))) {
      report.error(directive, "the duplicate \"" + name.substring(1) + "\" variable");
    } else {
      variables.define(name.substring(1));
    }
  }

  private static boolean isStreamOrMail(Context context) {
    return switch (context) {
      case STREAM, STREAM_SERVER, STREAM_UPSTREAM, MAIL, MAIL_SERVER -> true;
      case MAIN,
          EVENTS,
          HTTP,
          SERVER,
          LOCATION,
          IF_IN_SERVER,
          IF_IN_LOCATION,
          LIMIT_EXCEPT,
          UPSTREAM ->
          false;
    };
  }

  /// What there is to say when a block has ended.
  void end(Directive directive, Block block) {
    switch (block.context()) {
      case HTTP -> http.end(directive, block);
      case STREAM -> stream.end();
      case STREAM_SERVER -> stream.endServer(directive, block);
      case SERVER -> server(block);
      case LOCATION -> {
        if (block.hasLocations()) {
          block.outer().ifPresent(o -> o.locations().addInner(block.locations()));
        }
      }
      case UPSTREAM, STREAM_UPSTREAM -> upstream.end(directive, block);
      case MAIN, EVENTS, IF_IN_SERVER, IF_IN_LOCATION, LIMIT_EXCEPT, MAIL, MAIL_SERVER -> {}
    }
  }

  /// What there is to say when everything is read.
  void end() {
    zones.end();
  }

  private void server(Block block) {
    if (!block.has("listen")) {
      block.listens().addDefault(block);
    }
    http.addServer(block);
  }
}
