package dev.wsdoctor.directive.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the comparison with the real nginx (module conformance) cannot show.
class ConfigurationCheckTest {
  private static final NginxVersion OLD = new NginxVersion(1, 22, 1);
  private static final NginxVersion NEW = new NginxVersion(1, 31, 5);

  @Test
  void thirdPartyDirectivesAreNoErrors() {
    Checked checked =
        check(
            """
            events { }
            http {
              lua_shared_dict x 1m;
              server {
                location / {
                  more_set_headers "A: b";
                  content_by_lua_block { if x then return '}' end }
                  return 200 $made_by_lua;
                }
              }
            }
            """,
            OLD);
    assertThat(checked.errors()).isEmpty();
    assertThat(checked.thirdParty())
        .extracting(Directive::name)
        .containsExactly("lua_shared_dict", "more_set_headers", "content_by_lua_block");
  }

  @Test
  void withoutTheirModuleThirdPartyDirectivesAreUnknown() {
    MemoryFiles files =
        MemoryFiles.of(Map.of("/n", "events { }\nhttp {\n lua_shared_dict x 1m;\n}"));
    assertThat(
            ConfigurationCheck.checkWithoutThirdParty(Configuration.load(files, "/n"), OLD, files))
        .extracting(ConfigurationError::toString)
        .containsExactly("unknown directive \"lua_shared_dict\" in /n:3");
  }

  private static Checked check(String text, NginxVersion version) {
    MemoryFiles files = MemoryFiles.of(Map.of("/n", text));
    return ConfigurationCheck.checked(Configuration.load(files, "/n"), version, files);
  }

  private static List<String> errors(String text, NginxVersion version) {
    return check(text, version).errors().stream().map(ConfigurationError::toString).toList();
  }

  @Test
  void anUpstreamBlockHasNoPortOfItsOwn() {
    String upstream = "upstream App { server 127.0.0.1:1; } ";
    String server = "server { location / { proxy_pass %s; } } ";
    String http = "events { }\nhttp { %s }\n";
    assertThat(errors(http.formatted(upstream + server.formatted("http://app:80/x")), OLD))
        .containsExactly("upstream \"App\" may not have port 80 in /n:2");
    assertThat(errors(http.formatted(server.formatted("http://app:8001") + upstream), OLD))
        .containsExactly("upstream \"App\" may not have port 8001 in /n:2");
    assertThat(errors(http.formatted(upstream + server.formatted("http://app/y:80")), OLD))
        .isEmpty();
    assertThat(errors(http.formatted(upstream + server.formatted("https://apple:80")), OLD))
        .isEmpty();
  }

  /// nginx finds these when it looks a name up, or when everything is read: the comparison leaves
  /// such messages out, since most of them depend on the machine.
  @Test
  void whatCanBeNoNameOrHasNoSizeIsFoundWithoutTheMachine() {
    String http = "events { }\nhttp { %s }\n";
    assertThat(errors(http.formatted("resolver $r; server { }"), OLD))
        .containsExactly("host not found in resolver \"$r\" in /n:2");
    assertThat(errors(http.formatted("server { set_real_ip_from 10.0.0.0/33; }"), OLD))
        .containsExactly("host not found in set_real_ip_from \"10.0.0.0/33\" in /n:2");
    assertThat(errors(http.formatted("server { set_real_ip_from 300.1.1.1; }"), OLD))
        .containsExactly("host not found in set_real_ip_from \"300.1.1.1\" in /n:2");
    assertThat(errors(http.formatted("server { set_real_ip_from proxy.example.com; }"), OLD))
        .isEmpty();
    assertThat(errors(http.formatted("server { limit_req zone=one; }"), OLD))
        .containsExactly("zero size shared memory zone \"one\"");
    assertThat(errors(http.formatted("server { location / { limit_conn two 1; } }"), OLD))
        .containsExactly("zero size shared memory zone \"two\"");
  }

  @Test
  void theLookupOfUpstreamServersAtRunTimeIsNew() {
    String resolve =
        "events { }\nhttp { resolver 127.0.0.1; %s upstream u { zone u 64k; server a.example resolve; } server { } }\n";
    assertThat(errors(resolve.formatted(""), OLD))
        .startsWith("invalid parameter \"resolve\" in /n:2");
    assertThat(errors(resolve.formatted(""), NEW)).isEmpty();
    assertThat(errors(resolve.formatted("keyval_zone zone=x:1m;"), OLD)).isEmpty();
  }

  /// As 1.18.0, 1.22.1, 1.26.3 and 1.30.6 say it of files that `conformance` gives them.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.19.4  | server { ssl_reject_handshake on; } | unknown directive "ssl_reject_handshake" in /n:2 |
          1.19.1  | proxy_cache_path c keys_zone=a:1m min_free=1m; server { } | invalid parameter "min_free=1m" in /n:2 |
          1.19.10 | server { return 200 $connection_time; } | unknown "connection_time" variable |
          1.23.1  | resolver 127.0.0.1 ipv4=off; server { } | host not found in resolver "ipv4=off" in /n:2 |
          1.23.2  | server { return 200 $proxy_protocol_tlv_alpn; } | unknown "proxy_protocol_tlv_alpn" variable |
          1.25.0  | server { listen 1 quic; } | invalid parameter "quic" in /n:2 | no "ssl_certificate" is defined for the "listen ... quic" directive in /n:2
          1.27.3  | server { location / { proxy_bind [::1]; } } | invalid address "[::1]" in /n:2 |
          1.29.3  | geo $g { volatile; default 1; } server { } | invalid number of the geo parameters in /n:2 |
          1.29.4  | server { return 200 $proxy_internal_host; } | unknown "proxy_internal_host" variable |
          1.29.6  | upstream u { server [::1] route=a; } server { } | invalid parameter "route=a" in /n:2 |
          1.29.6  | upstream u { server [::1]; sticky route a; } server { } | unknown directive "sticky" in /n:2 | invalid variable name "a" in /n:2
          1.29.7  | server { listen 1 multipath; } | invalid parameter "multipath" in /n:2 |
          """)
  void settingsComeWithAReleaseOfHttp(String since, String http, String before, String after) {
    String text = "events { }\nhttp { " + http + " }\n";
    changes(text, since, before, after);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.21.0 | server { listen 1 fastopen=3; return ""; } | the invalid "fastopen=3" parameter in /n:2 |
          1.25.5 | server { listen 1 http2; return ""; } | the invalid "http2" parameter in /n:2 | invalid parameter "http2" in /n:2
          1.25.5 | server { listen 1; listen 1; return ""; } | duplicate "0.0.0.0:1" address and port pair in /n:2 | a duplicate listen 0.0.0.0:1 in /n:2
          1.25.5 | server { listen 1; return $server_name; } | unknown "server_name" variable |
          1.27.1 | server { listen 1; } | no handler for server in /n:2 |
          1.27.3 | upstream u { server a.b:1 resolve; } server { listen 1; proxy_pass u; } | invalid parameter "resolve" in /n:2 | resolving names at run time requires upstream "u" in /n:2 to be in shared memory
          1.29.7 | server { listen 1 multipath; return ""; } | the invalid "multipath" parameter in /n:2;invalid parameter "multipath" in /n:2 |
          """)
  void settingsComeWithAReleaseOfStream(String since, String stream, String before, String after) {
    changes("events { }\nstream { " + stream + " }\n", since, before, after);
  }

  /// A sentence that changed before may stand in both of its forms.
  private static void changes(String text, String since, String before, @Nullable String after) {
    NginxVersion border = NginxVersion.find(since).orElseThrow();
    NginxVersion older =
        border.patch() > 0
            ? new NginxVersion(border.major(), border.minor(), border.patch() - 1)
            : new NginxVersion(border.major(), border.minor() - 1, 0);
    assertThat(errors(text, older)).first().isIn((Object[]) before.split(";"));
    assertThat(errors(text, border)).isEqualTo(after == null ? List.of() : List.of(after));
  }

  @Test
  void namesOfAnUpstreamNeedANameServerAndSharedMemory() {
    String http = "events { }\nhttp { upstream u { %s } server { } }\n";
    assertThat(errors(http.formatted("server a.example resolve;"), NEW))
        .containsExactly(
            "resolving names at run time requires upstream \"u\" in /n:2 to be in shared memory");
    assertThat(errors(http.formatted("zone u 64k; server a.example resolve;"), NEW))
        .containsExactly(
            "no resolver defined to resolve names at run time in upstream \"u\" in /n:2");
    assertThat(
            errors(
                http.formatted("zone u 64k; resolver 127.0.0.1; server a.example resolve;"), NEW))
        .isEmpty();
    assertThat(errors(http.formatted("server 127.0.0.1 resolve;"), NEW)).isEmpty();
  }

  @Test
  void errorsDependOnTheVersion() {
    String http2 = "events { }\nhttp { server { http2 on; } }\n";
    assertThat(errors(http2, OLD)).containsExactly("unknown directive \"http2\" in /n:2");
    assertThat(errors(http2, NEW)).isEmpty();
    String version2 = "events { }\nhttp { proxy_http_version 2; }\n";
    assertThat(errors(version2, OLD)).containsExactly("invalid value \"2\" in /n:2");
    assertThat(errors(version2, NEW)).isEmpty();
  }

  @Test
  void readingGoesOnAfterAnError() {
    assertThat(
            errors(
                "events { }\nhttp {\n foo;\n server {\n gzip x;\n }\n \"a\"b;\n listen 80;\n}",
                OLD))
        .containsExactly(
            "unknown directive \"foo\" in /n:3",
            "invalid value \"x\" in \"gzip\" directive, it must be \"on\" or \"off\" in /n:5",
            "unexpected \"b\" in /n:7",
            "unknown directive \"a\" in /n:7",
            "\"listen\" directive is not allowed here in /n:8");
  }

  @Test
  void depthAndNumberOfErrorsAreBounded() {
    String deep = "location /a {".repeat(10_000) + "}".repeat(10_000);
    assertThat(errors("events { } http { server {" + deep + "} }", OLD))
        .contains("more than 500 blocks inside each other in /n:1");
    assertThat(errors("foo;".repeat(100_000), OLD)).hasSizeLessThan(1_100);
  }

  @Test
  void aDumpHasNoCertificatesToLookAt() {
    Configuration dump =
        Configuration.ofDump(
            "-",
            ("events { } http { server { listen 443 ssl; ssl_certificate /c; ssl_certificate_key /k;"
                    + " } }")
                .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ConfigurationCheck.checked(dump, OLD).errors()).isEmpty();
  }

  /// Sizes of pages and cache lines depend on the machine, so that the comparison leaves them out.
  @Test
  void whatIsTooSmallForSharedMemoryOrATableIsRefused() {
    String http = "events { }\nhttp { %s }\n";
    assertThat(errors(http.formatted("limit_req_zone $uri zone=a:10k rate=1r/s;"), OLD))
        .containsExactly("zone \"zone=a:10k\" is too small in /n:2");
    assertThat(errors(http.formatted("upstream u { zone u 4k; server 127.0.0.1; }"), OLD))
        .containsExactly("zone \"u\" is too small in /n:2");
    assertThat(errors(http.formatted("proxy_cache_path c keys_zone=a:4k;"), OLD))
        .containsExactly("keys zone \"keys_zone=a:4k\" is too small in /n:2");
    String servers = "server { server_name %s; } server { server_name b; }";
    assertThat(errors(http.formatted(servers.formatted("x".repeat(47))), OLD))
        .containsExactly(
            "could not build server_names_hash, you should increase server_names_hash_bucket_size: 64");
    assertThat(errors(http.formatted(servers.formatted("x".repeat(46))), OLD)).isEmpty();
    String larger = "server_names_hash_bucket_size 65; " + servers.formatted("x".repeat(47));
    assertThat(errors(http.formatted(larger), OLD)).isEmpty();
    assertThat(errors(http.formatted("server { server_name %s; }".formatted("x".repeat(47))), OLD))
        .isEmpty();
  }

  @Test
  void aModuleIsLoadedBeforeTheFirstBlock() {
    assertThat(errors("events { }\nload_module m.so;\nhttp { }\n", OLD))
        .containsExactly("\"load_module\" directive is specified too late in /n:2");
    assertThat(errors("load_module m.so;\nevents { }\nhttp { }\n", OLD)).isEmpty();
  }
}
