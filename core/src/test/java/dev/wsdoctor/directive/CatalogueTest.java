package dev.wsdoctor.directive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of directives, by version.
class CatalogueTest {
  private static final NginxVersion OLD = new NginxVersion(1, 22, 1);
  private static final NginxVersion NEW = new NginxVersion(1, 31, 5);

  @Test
  void everyRowCanBeRead() {
    assertThat(Catalogue.names()).hasSizeGreaterThan(600);
    for (String name : Catalogue.names()) {
      assertThat(Catalogue.history(name))
          .as(name)
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.name()).isEqualTo(name))
          .allSatisfy(row -> assertThat(row.contexts()).isNotEmpty());
    }
  }

  @Test
  void defaultsDependOnTheVersion() {
    assertThat(Catalogue.of(OLD).defaultOf("proxy_http_version")).contains("1.0");
    assertThat(Catalogue.of(new NginxVersion(1, 29, 6)).defaultOf("proxy_http_version"))
        .contains("1.0");
    assertThat(Catalogue.of(NEW).defaultOf("proxy_http_version")).contains("1.1");
    assertThat(Catalogue.of(OLD).defaultOf("proxy_read_timeout")).contains("60s");
    assertThat(Catalogue.of(OLD).defaultOf("keepalive", Context.UPSTREAM)).isEmpty();
    assertThat(Catalogue.of(NEW).defaultOf("keepalive", Context.UPSTREAM)).contains("32");
    assertThat(Catalogue.of(OLD).defaultOf("proxy_timeout", Context.STREAM_SERVER)).contains("10m");
    assertThat(Catalogue.of(OLD).defaultOf("no_such_directive")).isEmpty();
  }

  @Test
  void directivesComeAndGo() {
    assertThat(Catalogue.of(OLD).find("http2")).isEmpty();
    assertThat(Catalogue.of(NEW).find("http2")).isNotEmpty();
    assertThat(Catalogue.of(OLD).find("ssl", Context.SERVER)).isPresent();
    assertThat(Catalogue.of(NEW).find("ssl", Context.SERVER)).isEmpty();
  }

  @Test
  void arrayDirectivesReplaceAndScalarsAreTakenFromTheNearestLevel() {
    assertThat(inheritance("proxy_set_header")).isEqualTo(Inheritance.REPLACE);
    assertThat(inheritance("add_header")).isEqualTo(Inheritance.REPLACE);
    assertThat(inheritance("proxy_read_timeout")).isEqualTo(Inheritance.NEAREST);
    assertThat(inheritance("proxy_pass")).isEqualTo(Inheritance.NONE);
    assertThat(inheritance("try_files")).isEqualTo(Inheritance.NONE);
  }

  private static Inheritance inheritance(String name) {
    return Catalogue.of(OLD).find(name, Context.LOCATION).orElseThrow().inheritance();
  }

  @ParameterizedTest
  @CsvSource({"60,60000", "1h 30m,5400000", "100ms,100", "1d12h,129600000", "1w,604800000"})
  void timesAreRead(String text, long milliseconds) {
    assertThat(Quantities.milliseconds(text)).hasValue(milliseconds);
  }

  @ParameterizedTest
  @CsvSource({"1.5s", "-1", "1y", "30m1h", "''", "1 x", "60sec", "1h 1h"})
  void whatIsNoTimeIsNotRead(String text) {
    assertThat(Quantities.milliseconds(text)).isEmpty();
  }

  @Test
  void sizesAreRead() {
    assertThat(Quantities.size("8K")).hasValue(8192);
    assertThat(Quantities.size("1g")).isEmpty();
    assertThat(Quantities.offset("1g")).hasValue(1L << 30);
    assertThat(Quantities.size("")).isEmpty();
    assertThat(Quantities.size("99999999999999999999k")).isEmpty();
    assertThat(Quantities.seconds("1y")).hasValue(365 * 24 * 3600);
    assertThat(Quantities.seconds("1ms")).isEmpty();
  }

  @Test
  void wellKnownModulesAreTold() {
    assertThat(ThirdParty.moduleOf("content_by_lua_block")).contains("lua");
    assertThat(ThirdParty.moduleOf("js_content")).contains("njs");
    assertThat(ThirdParty.moduleOf("more_set_headers")).contains("headersMore");
    assertThat(ThirdParty.moduleOf("modsecurity_rules_file")).contains("modsecurity");
    assertThat(ThirdParty.moduleOf("proxy_sett_header")).isEmpty();
    for (String name : Catalogue.names()) {
      assertThat(
              Catalogue.of(NEW).find(name).isEmpty()
                  || ThirdParty.moduleOf(name).isEmpty()
                  || name.equals("perl"))
          .as(name)
          .isTrue();
    }
  }
}
