package dev.wsdoctor.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final long NOW = 1_700_000_000;

  private static CacheSettings settings(String more) {
    String text = "http { proxy_cache Z; " + more + " }";
    Configuration conf = Configuration.load(MemoryFiles.of(Map.of("/n", text)), "/n");
    return CacheSettings.IN_FORCE.in(Scope.of(conf.http().orElseThrow())).orElseThrow();
  }

  private static Freshness of(boolean ordered, String... fields) {
    Response response = new Response("HTTP/1.1", 200, "OK", Fields.of(fields));
    return Freshness.of(response, settings(""), NOW, ordered);
  }

  @Test
  void theOrderCountedUntilNginx1_22() {
    String[] fields = {"Cache-Control", "no-cache", "X-Accel-Expires", "10"};
    assertThat(of(true, fields).allows()).isFalse();
    assertThat(of(false, fields).allows()).isTrue();
    assertThat(of(false, fields).validUntil()).isEqualTo(NOW + 10);
  }

  @Test
  void aLifetimeBehindAnExpiresOfThePastCountsSinceNginx1_23() {
    String[] fields = {"Expires", "x", "Cache-Control", "max-age=5"};
    assertThat(of(true, fields).allows()).isFalse();
    assertThat(of(false, fields).allows()).isTrue();
    assertThat(of(false, "Cache-Control", "public", "Expires", "x").allows()).isFalse();
  }

  @Test
  void extensionsAreRead() {
    Freshness read =
        of(true, "Cache-Control", "max-age=5, stale-while-revalidate=6, stale-if-error=7");
    assertThat(read.validUntil()).isEqualTo(NOW + 5);
    assertThat(read.whileUpdating()).isEqualTo(6);
    assertThat(read.insteadOfError()).isEqualTo(7);
  }

  @Test
  void lifetimesAreLookedForInTheOrderOfTheFile() {
    CacheSettings settings =
        settings("proxy_cache_valid 404 1m; proxy_cache_valid any 2m; proxy_cache_valid 500 3m;");
    assertThat(settings.lifetime(404)).isEqualTo(60);
    assertThat(settings.lifetime(500)).isEqualTo(120);
    assertThat(settings("proxy_cache_valid 1h;").lifetime(302)).isEqualTo(3600);
    assertThat(settings("proxy_cache_valid 1h;").lifetime(404)).isZero();
    assertThat(settings("").lifetime(200)).isZero();
  }
}
