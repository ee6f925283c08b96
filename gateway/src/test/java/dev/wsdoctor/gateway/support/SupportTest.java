package dev.wsdoctor.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.directive.NginxVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupportTest {
  private static final String FILE = "/etc/nginx/nginx.conf";

  @Test
  void everyDirectiveOfNginxHasAVerdictAndAReason() {
    for (String name : Catalogue.names()) {
      for (DirectiveDefinition definition : Catalogue.history(name)) {
        assertThat(SupportTable.table().find(definition))
            .as("%s of %s", name, definition.module())
            .hasValueSatisfying(SupportTest::hasReason);
      }
    }
  }

  private static void hasReason(SupportRow row) {
    boolean plain = row.kind() == SupportRow.Kind.EXECUTED && row.exceptions().isEmpty();
    assertThat(row.reason().length() > 1).as("%s has a reason", row).isEqualTo(!plain);
  }

  @Test
  void theTableHasNothingThatNginxHasNot() {
    for (SupportRow row : SupportTable.table().rows()) {
      assertThat(Catalogue.history(row.name()))
          .as("%s", row)
          .anyMatch(definition -> definition.module().equals(row.module()));
    }
  }

  @Test
  void whatIsNotExecutedIsRefusedInItsPlace() {
    assertThat(errors("events {}\nhttp {\n  server {\n    location / {\n      dav_methods PUT;\n"))
        .containsExactly("\"dav_methods\" is not supported by this gateway in " + FILE + ":5");
  }

  @Test
  void aParameterCanBeRefused() {
    assertThat(errors("http {\n  server {\n    listen 443 quic;\n"))
        .containsExactly("\"listen ... quic\" is not supported by this gateway in " + FILE + ":3");
    assertThat(errors("http { access_log a.log combined gzip=4 flush=1m;"))
        .containsExactly(
            "\"access_log ... gzip=4\" is not supported by this gateway in " + FILE + ":1");
    assertThat(errors("error_log syslog:server=unix:/dev/log;"))
        .singleElement()
        .asString()
        .startsWith("\"error_log ... syslog:server=unix:/dev/log\" is not supported");
  }

  @Test
  void whatIsRefusedMayBeSwitchedOff() {
    assertThat(errors("http { ssi off; proxy_cache off; override_charset off; proxy_store off;"))
        .isEmpty();
    assertThat(errors("http { ssi on; source_charset utf-8;")).hasSize(2);
  }

  @Test
  void aContextThatIsRefusedIsRefusedOnce() {
    assertThat(errors("stream { server { listen 1; proxy_pass a:1; } } mail { }"))
        .containsExactly(
            "\"stream\" is not supported by this gateway in " + FILE + ":1",
            "\"mail\" is not supported by this gateway in " + FILE + ":1");
  }

  @Test
  void linesOfAMapAreNoDirectives() {
    assertThat(errors("http { map $a $b { ssi 1; default 2; } types { ssi html; } }")).isEmpty();
  }

  @Test
  void aVariableThatIsNotComputedIsRefusedWhereverItIsUsed() {
    assertThat(errors("http {\n log_format f '$status' '<$tcpinfo_rtt>';"))
        .containsExactly("\"$tcpinfo_rtt\" is not supported by this gateway in " + FILE + ":2");
    assertThat(errors("http {\n map $msie $a {\n default ${request_body_file}x; } }"))
        .containsExactly(
            "\"$msie\" is not supported by this gateway in " + FILE + ":2",
            "\"$request_body_file\" is not supported by this gateway in " + FILE + ":2");
    assertThat(errors("http { server { location / {\n if ($TCPINFO_RTT = 1) { return 204; } } } }"))
        .containsExactly("\"$tcpinfo_rtt\" is not supported by this gateway in " + FILE + ":2");
  }

  @Test
  void aVariableOfTheConfigurationIsItsOwn() {
    String map = "map $remote_addr $geoip_country_code { default DE; }";
    assertThat(errors("http { " + map + " log_format f $geoip_country_code; }")).isEmpty();
    assertThat(errors("http { log_format f $geoip_country_code; }")).hasSize(1);
  }

  @Test
  void everyRefusedVariableIsOneOfNginx() {
    BuiltInVariables known = BuiltInVariables.of(new NginxVersion(1, 99, 0));
    for (RefusedVariables.Row row : RefusedVariables.rows()) {
      assertThat(row.reason()).isNotEmpty();
      boolean isFamily = row.pattern().endsWith("*");
      String start = row.pattern().replace("*", "");
      assertThat(isFamily ? known.names() : List.of(start))
          .as(row.pattern())
          .anyMatch(
              name -> (name.startsWith(start) && known.contains(name)) || known.contains(start));
    }
  }

  @Test
  void oneNameCanMeanTwoThings() {
    String conf = "http { upstream u { server a:1 drain; } server { server_name drain; } }";
    assertThat(errors(conf))
        .containsExactly("\"server ... drain\" is not supported by this gateway in " + FILE + ":1");
  }

  @Test
  void includedFilesAreJudgedInTheirPlace() {
    Configuration configuration =
        Configuration.load(
            MemoryFiles.of(
                Map.of(FILE, "http { include a.conf; }", "/etc/nginx/a.conf", "\n\nslice 1m;")),
            FILE);
    assertThat(errors(configuration))
        .containsExactly("\"slice\" is not supported by this gateway in /etc/nginx/a.conf:3");
  }

  private static List<String> errors(String text) {
    return errors(Configuration.load(MemoryFiles.of(Map.of(FILE, text)), FILE));
  }

  private static List<String> errors(Configuration configuration) {
    return Support.of(configuration, NginxVersion.NEWEST_STABLE).errors().stream()
        .map(ConfigurationError::toString)
        .toList();
  }
}
