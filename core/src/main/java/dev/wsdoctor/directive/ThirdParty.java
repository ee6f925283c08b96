package dev.wsdoctor.directive;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Directives of well-known modules that are not part of nginx's source: real files are full of
/// them, and they are no reason to give up.
public final class ThirdParty {
  /// A group per module, named after it.
  private static final Pattern NAMES =
      Pattern.compile(
          """
          (?<lua>.*_by_lua(_block|_file)?|lua_.*|balancer_keepalive)
          |(?<njs>js_.*)
          |(?<headersMore>more_(set|clear)(_input)?_headers)
          |(?<brotli>brotli(_.*)?)
          |(?<zstd>zstd(_.*)?)
          |(?<modsecurity>modsecurity(_.*)?)
          |(?<naxsi>SecRulesEnabled|SecRulesDisabled|LearningMode|DeniedUrl|CheckRule|BasicRule|MainRule)
          |(?<vts>vhost_traffic_status.*|stream_server_traffic_status.*|server_traffic_status.*)
          |(?<geoip2>geoip2.*)
          |(?<pagespeed>pagespeed.*)
          |(?<passenger>passenger_.*|rails_.*)
          |(?<echo>echo(_.*)?)
          |(?<setMisc>set_(un)?escape_.*|set_(en|de)code_.*|set_random|set_secure_random.*|set_sha1
            |set_md5|set_hmac_.*|set_quote_.*|set_if_empty|set_hashed_upstream|set_rotate
            |set_local_today|set_formatted_.*|set_base32_alphabet|set_misc_.*)
          |(?<nchan>nchan_.*|push_stream_.*)
          |(?<rtmp>rtmp(_.*)?)
          |(?<cache>(proxy|fastcgi|scgi|uwsgi)_cache_purge|cache_purge_response_type|srcache_.*)
          |(?<subs>subs_filter.*)
          |(?<fancyindex>fancyindex.*)
          |(?<upload>upload_.*)
          |(?<redis>redis2?_.*|memc_.*|drizzle_.*|postgres_.*)
          |(?<auth>auth_pam.*|auth_ldap.*|ldap_server|auth_spnego.*|auth_gss.*|auth_digest.*|auth_cas.*
            |auth_totp.*)
          |(?<tracing>opentracing.*|opentelemetry.*|otel_.*|zipkin_.*|jaeger_.*)
          |(?<plus>auth_jwt.*|auth_oidc|oidc_.*|status_zone|status|status_format|health_check.*|match
            |api|keyval(_zone)?|state|ntlm|queue|session_log.*|zone_sync.*|f4f.*|hls.*|internal_redirect
            |mgmt|license_token|usage_report)
          |(?<tengine>check(_.*)?|session_sticky.*|dyups_.*|consistent_hash|req_status.*|fair|jdomain)
          |(?<tls>ssl_ct(_.*)?|ssl_dyn_rec_.*|ja3_.*|acme_.*|ssl_fingerprint.*)
          |(?<misc>dav_ext_.*|testcookie.*|security_headers.*|hide_server_tokens|concat(_.*)?|vod(_.*)?
            |small_light.*|length_hiding.*|bodytime.*|statsd_.*|pinba_.*|influxdb.*|kafka.*|ajp_.*
            |encrypted_session_.*|set_form_input.*|iconv_.*|array_.*|xss_.*|set_cookie_flag
            |sysguard.*
            |proxy_connect(_allow|_address|_bind|_response|_data_timeout)?|slowfs_.*|upsync.*|stream_lua.*|wasm.*|proxy_wasm.*)
          """,
          Pattern.COMMENTS);

  private ThirdParty() {}

  /// The module that a name, unknown to nginx itself, is known to be of.
  public static Optional<String> moduleOf(String name) {
    Matcher matcher = NAMES.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return matcher.namedGroups().entrySet().stream()
        .filter(group -> matcher.group(group.getValue()) != null)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
