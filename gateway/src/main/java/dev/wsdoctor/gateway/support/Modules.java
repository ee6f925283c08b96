package dev.wsdoctor.gateway.support;

import java.util.List;
import java.util.stream.Stream;

/// nginx's modules as its `configure` names them. Harnesses read this to know which of their tests
/// make sense, so a module is named as nginx's is if its main directive is executed.
public final class Modules {
  /// Part of nginx unless it is built without them; the module, and its main directive.
  private static final String USUAL =
      """
      charset charset
      gzip gzip
      ssi ssi
      userid userid
      access allow
      auth_basic auth_basic
      mirror mirror
      autoindex autoindex
      geo geo
      map map
      split_clients split_clients
      referer valid_referers
      rewrite rewrite
      proxy proxy_pass
      fastcgi fastcgi_pass
      uwsgi uwsgi_pass
      scgi scgi_pass
      grpc grpc_pass
      memcached memcached_pass
      limit_conn limit_conn
      limit_req limit_req
      empty_gif empty_gif
      browser modern_browser
      upstream_hash hash
      upstream_ip_hash ip_hash
      upstream_least_conn least_conn
      upstream_random random
      upstream_keepalive keepalive
      upstream_zone zone
      upstream_sticky sticky
      upstream_least_time least_time
      tunnel tunnel_pass
      """;

  /// Part of nginx only if it is built with them.
  private static final String OPTIONAL =
      """
      ssl ssl_certificate
      v2 http2
      v3 http3
      realip set_real_ip_from
      addition add_after_body
      xslt xslt_stylesheet
      image_filter image_filter
      geoip geoip_country
      sub sub_filter
      dav dav_methods
      flv flv
      mp4 mp4
      gunzip gunzip
      gzip_static gzip_static
      auth_request auth_request
      random_index random_index
      secure_link secure_link
      slice slice
      stub_status stub_status
      perl perl
      """;

  private Modules() {}

  /// What nginx would be built with and without to be as this gateway is: `--with-http_ssl_module`.
  public static List<String> flags() {
    return Stream.of(
            lines(OPTIONAL).filter(Modules::isExecuted).map(line -> flag("with", line)),
            lines(USUAL).filter(line -> !isExecuted(line)).map(line -> flag("without", line)),
            isExecuted("proxy_cache") ? Stream.<String>empty() : Stream.of("--without-http-cache"))
        .flatMap(flags -> flags)
        .toList();
  }

  private static Stream<String> lines(String text) {
    return text.strip().lines();
  }

  private static String flag(String with, String line) {
    return "--%s-http_%s_module".formatted(with, line.substring(0, line.indexOf(' ')));
  }

  private static boolean isExecuted(String line) {
    String directive = line.substring(line.indexOf(' ') + 1);
    return SupportTable.table().rows().stream()
        .filter(row -> row.module().startsWith("http_") && row.name().equals(directive))
        .anyMatch(row -> row.kind() == SupportRow.Kind.EXECUTED);
  }
}
