package dev.wsdoctor.directive;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The variables that nginx's own modules define.
public final class BuiltInVariables {
  private static final Set<String> PREFIXES =
      words(
          """
          http_ arg_ cookie_ sent_http_ sent_trailer_ upstream_http_ upstream_trailer_
          upstream_cookie_
          """);

  /// The family of 1.23.2.
  private static final String TLV = "proxy_protocol_tlv_";

  /// Of both http and stream.
  private static final Set<String> COMMON =
      words(
          """
          binary_remote_addr remote_addr remote_port proxy_protocol_addr proxy_protocol_port
          proxy_protocol_server_addr proxy_protocol_server_port server_addr server_port bytes_sent
          status connection nginx_version hostname pid msec time_iso8601 time_local
          realip_remote_addr realip_remote_port limit_conn_status
          upstream_addr upstream_bytes_sent upstream_bytes_received upstream_connect_time
          ssl_protocol ssl_cipher ssl_ciphers ssl_curves ssl_session_id ssl_session_reused
          ssl_server_name ssl_client_cert ssl_client_raw_cert ssl_client_s_dn
          ssl_client_i_dn ssl_client_serial ssl_client_fingerprint ssl_client_verify
          ssl_client_escaped_cert ssl_client_v_start ssl_client_v_end ssl_client_v_remain
          geoip_country_code geoip_country_code3 geoip_country_name geoip_org
          geoip_city_continent_code geoip_city_country_code geoip_city_country_code3
          geoip_city_country_name geoip_region geoip_region_name geoip_city geoip_postal_code
          geoip_latitude geoip_longitude geoip_dma_code geoip_area_code
          """);

  private static final Set<String> HTTP =
      words(
          """
          content_length content_type host server_protocol scheme https request_uri uri document_uri
          request document_root realpath_root query_string args is_args request_filename server_name
          request_method remote_user body_bytes_sent pipe request_completion request_body
          request_body_file request_length request_time request_id limit_rate
          connection_requests tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd
          tcpinfo_rcv_space proxy_host proxy_port proxy_add_x_forwarded_for
          proxy_internal_body_length proxy_internal_chunked upstream_status upstream_header_time
          upstream_response_time upstream_response_length upstream_cache_status
          upstream_cache_last_modified upstream_cache_etag fastcgi_script_name fastcgi_path_info
          grpc_internal_trailers ssl_early_data ssl_client_s_dn_legacy
          ssl_client_i_dn_legacy http2 gzip_ratio secure_link secure_link_expires slice_range
          date_local date_gmt connections_active connections_reading connections_writing
          connections_waiting uid_got uid_set uid_reset msie modern_browser ancient_browser
          limit_req_status invalid_referer
          """);

  private static final Set<String> STREAM =
      words(
          """
          bytes_received session_time protocol upstream_first_byte_time upstream_session_time
          ssl_preread_protocol ssl_preread_server_name ssl_preread_alpn_protocols
          """);

  /// Of http; those of TLS of stream, too.
  private static final Map<String, NginxVersion> SINCE =
      Map.ofEntries(
          Map.entry("connection_time", new NginxVersion(1, 19, 10)),
          Map.entry("ssl_alpn_protocol", new NginxVersion(1, 21, 4)),
          Map.entry("ssl_curve", new NginxVersion(1, 21, 5)),
          Map.entry("http3", new NginxVersion(1, 25, 0)),
          Map.entry("request_port", new NginxVersion(1, 29, 3)),
          Map.entry("is_request_port", new NginxVersion(1, 29, 3)),
          Map.entry("ssl_sigalg", new NginxVersion(1, 29, 3)),
          Map.entry("ssl_client_sigalg", new NginxVersion(1, 29, 3)),
          Map.entry("proxy_internal_host", new NginxVersion(1, 29, 4)),
          Map.entry("ssl_ech_status", new NginxVersion(1, 29, 4)),
          Map.entry("ssl_ech_outer_server_name", new NginxVersion(1, 29, 4)));

  /// NGX_HTTP_VAR_CHANGEABLE; those of ssl are all.
  private static final Set<String> CHANGEABLE =
      words(
          """
          args limit_rate proxy_host proxy_port invalid_referer uid_reset msie modern_browser
          ancient_browser
          """);

  /// NGX_HTTP_VAR_NOCACHEABLE and changeable, with no handler for what `set` gives.
  private static final Set<String> ALWAYS_ASKED = words("proxy_host proxy_port");

  private final NginxVersion version;

  private BuiltInVariables(NginxVersion version) {
    this.version = version;
  }

  public static BuiltInVariables of(NginxVersion version) {
    return new BuiltInVariables(version);
  }

  /// Whether http has it; the name without `$`, in lower case.
  public boolean contains(String name) {
    return COMMON.contains(name)
        || HTTP.contains(name)
        || isNewlyKnown(name)
        || isTlv(name)
        || PREFIXES.stream().anyMatch(name::startsWith);
  }

  /// Whether stream has it.
  public boolean containsInStream(String name) {
    return COMMON.contains(name)
        || STREAM.contains(name)
        || (isNewlyKnown(name) && name.startsWith("ssl_"))
        || (name.equals("server_name") && version.isAtLeast(1, 25, 5))
        || isTlv(name);
  }

  private boolean isTlv(String name) {
    return name.startsWith(TLV) && version.isAtLeast(1, 23, 2);
  }

  /// Whether `set` may set it, though nginx defines it.
  public boolean isChangeable(String name) {
    return CHANGEABLE.contains(name)
        || name.startsWith("ssl_")
        || PREFIXES.stream().anyMatch(name::startsWith);
  }

  /// Whether nginx works it out anew whenever it is read, so that what `set` gave is lost: the `set
  /// $proxy_host` of ingress-nginx changes nothing.
  public static boolean isAlwaysAsked(String name) {
    return ALWAYS_ASKED.contains(name);
  }

  private boolean isNewlyKnown(String name) {
    NginxVersion since = SINCE.get(name);
    return since != null && version.compareTo(since) >= 0;
  }

  /// All of http's names for that version, without the families (`http_...`).
  public Set<String> names() {
    return Stream.of(COMMON, HTTP, SINCE.keySet())
        .flatMap(Set::stream)
        .filter(this::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().replace('\n', ' ').split(" "));
  }
}
