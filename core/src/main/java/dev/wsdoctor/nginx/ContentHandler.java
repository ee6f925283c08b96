package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// The directives that make a block answer by a handler of its own (`clcf->handler`).
final class ContentHandler {
  private static final Set<String> HANDLERS =
      Set.of(
          "proxy_pass",
          "fastcgi_pass",
          "uwsgi_pass",
          "scgi_pass",
          "grpc_pass",
          "memcached_pass",
          "tunnel_pass",
          "empty_gif",
          "stub_status",
          "mp4",
          "flv",
          "perl",
          "js_content",
          "content_by_lua",
          "content_by_lua_block",
          "content_by_lua_file",
          "echo",
          "nchan_pubsub",
          "nchan_subscriber",
          "nchan_publisher",
          "push_stream_subscriber",
          "push_stream_publisher",
          "push_stream_websocket",
          "rtmp_stat",
          "postgres_pass",
          "drizzle_pass",
          "redis2_pass",
          "redis_pass",
          "srcache_store",
          "passenger_enabled",
          "vhost_traffic_status_display",
          "check_status",
          "api",
          "upstream_show");

  private static final ScopeValue<Optional<Directive>> WRITTEN =
      ScopeValue.of(ContentHandler::written);

  private ContentHandler() {}

  /// The handler written in the block itself; the last, where there are several.
  static Optional<Directive> in(Scope scope) {
    return WRITTEN.in(scope);
  }

  private static Optional<Directive> written(Scope scope) {
    if (Collections.disjoint(HANDLERS, scope.ownNames())) {
      return Optional.empty();
    }
    return scope.block().body().filter(d -> HANDLERS.contains(d.name())).reduce((_, last) -> last);
  }

  /// What the module is called: `fastcgi` of `fastcgi_pass`.
  static String module(Directive handler) {
    String name = handler.name();
    return name.endsWith("_pass") ? name.substring(0, name.length() - 5) : name;
  }
}
