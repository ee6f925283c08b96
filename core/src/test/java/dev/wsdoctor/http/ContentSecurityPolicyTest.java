package dev.wsdoctor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentSecurityPolicyTest {
  private static final Path SEEN = Path.of("src/test/resources/dev/wsdoctor/http/csp.tsv");
  private static final List<String> TRIED =
      List.of(
          "wss://a.test:8443/ws",
          "wss://a.test:9443/ws",
          "ws://a.test:8080/ws",
          "wss://b.test:8443/ws",
          "ws://a.test:8443/ws",
          "wss://a.test/ws",
          "ws://a.test/ws");

  /// One page of one policy, and what Chromium let it open.
  record Seen(String page, String policies, List<String> opened) {
    static Seen read(String line) {
      String[] cells = line.split("\t", -1);
      return new Seen(
          cells[0],
          cells[1],
          Stream.of(cells[2].split(" ", -1)).filter(url -> !url.equals("-")).toList());
    }
  }

  static List<Seen> seen() throws IOException {
    try (Stream<String> lines = Files.lines(SEEN)) {
      return lines.filter(line -> !line.startsWith("#")).map(Seen::read).toList();
    }
  }

  @Test
  void theTableHasPagesOfAllKinds() throws IOException {
    assertThat(seen()).hasSizeGreaterThan(100);
    assertThat(seen().stream().map(Seen::page).distinct()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("seen")
  void aPageMayOpenWhatChromiumLetsItOpen(Seen seen) {
    List<ContentSecurityPolicy> policies = ContentSecurityPolicy.parse(seen.policies());
    assertThat(
            TRIED.stream()
                .filter(
                    url ->
                        policies.stream()
                            .allMatch(p -> p.allows(target(seen.page()), target(url)))))
        .isEqualTo(seen.opened());
  }

  @Test
  void pathsHaveTheirLetters() {
    ContentSecurityPolicy policy = policy("connect-src wss://a.test/Ws");
    assertThat(policy.allows(target("https://a.test"), target("wss://a.test/Ws"))).isTrue();
    assertThat(policy.allows(target("https://a.test"), target("wss://a.test/ws"))).isFalse();
  }

  @Test
  void aPageMayConnectToItsOwnSiteOnlyByTheSchemeThatIsWritten() {
    Target page = target("https://a.test");
    assertThat(policy("connect-src https:").allows(page, page)).isTrue();
    assertThat(policy("connect-src a.test").allows(page, page)).isTrue();
    assertThat(policy("connect-src wss:").allows(page, page)).isFalse();
  }

  @Test
  void aPageWithoutScriptsIsNone() {
    assertThat(policy("default-src 'none'").allowsScripts()).isFalse();
    assertThat(policy("default-src 'none'; script-src 'self'").allowsScripts()).isTrue();
    assertThat(policy("script-src").allowsScripts()).isFalse();
    assertThat(policy("img-src 'self'").allowsScripts()).isTrue();
  }

  private static ContentSecurityPolicy policy(String text) {
    List<ContentSecurityPolicy> policies = ContentSecurityPolicy.parse(text);
    assertThat(policies).hasSize(1);
    return policies.getFirst();
  }

  private static Target target(String url) {
    return ((Target.Parsed.Valid) Target.parse(url)).target();
  }
}
