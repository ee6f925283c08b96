package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Outcome;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SurveyorTest {
  private static final String UPGRADE =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
          + " proxy_set_header Connection upgrade; ";

  @Test
  void everyLocationThatProxiesIsListedAndNoOther() {
    check(
        "location / { root /srv; }"
            + " location /a { proxy_pass http://h; location /a/b { proxy_pass http://h; } }"
            + " location @c { proxy_pass http://h; } location = /d { return 204; }",
        "location /a fails, location /a/b fails, location @c fails");
  }

  @Test
  void aHandshakeNeedsUpgradeConnectionAndHttp11() {
    check("location / { " + UPGRADE + "proxy_pass http://h; }", "location / opens");
    check(
        "location / { " + UPGRADE.replace("1.1", "1.0") + "proxy_pass http://h; }",
        "location / fails");
    check(
        "location / { " + UPGRADE.replace(" upgrade;", " close;") + "proxy_pass http://h; }",
        "location / fails");
  }

  @Test
  void settingsFurtherOutCountUnlessTheyAreCancelled() {
    check(
        UPGRADE
            + "location /a { proxy_pass http://h; }"
            + " location /b { proxy_pass http://h; proxy_set_header X y; }",
        "location /a opens, location /b fails");
  }

  @Test
  void aTunnelThatEndsAtOnceIsNone() {
    check(
        "location / { " + UPGRADE + "proxy_read_timeout 0; proxy_pass http://h; }",
        "location / fails");
  }

  @Test
  void whatNginxAnswersItselfIsSaid() {
    check("location / { return 301 https://h/; proxy_pass http://h; }", "location / answers");
  }

  @Test
  void anIfMayProxyForSocketsOnly() {
    check(
        "location / { " + UPGRADE + "if ($http_upgrade) { proxy_pass http://h; } root /srv; }",
        "location / opens");
  }

  @Test
  void accessRulesDoNotHideWhatWouldBeSent() {
    check("location / { deny all; " + UPGRADE + "proxy_pass http://h; }", "location / opens");
    check(
        "location / { auth_basic x; auth_basic_user_file y; " + UPGRADE + "proxy_pass http://h; }",
        "location / opens");
  }

  @Test
  void aBackendThatIsOnlyKnownAtRunTimeIsLeftOpen() {
    check(
        "location ~ ^/(a|b)/ { " + UPGRADE + "proxy_pass http://$1.internal; }",
        "location ~ ^/(a|b)/ depends");
  }

  @Test
  void eachServerIsAskedWhateverItsListenAndName() {
    String locations =
        "location / { " + UPGRADE + "proxy_set_header Host $host; proxy_pass http://h; }";
    String http =
        "server { listen 80; server_name a; "
            + locations
            + "} server { listen 80; server_name a *.b.example; "
            + locations
            + "} server { listen [::]:443 ssl; server_name _ ~^x$; "
            + locations
            + "} server { listen unix:/run/x; "
            + locations
            + "}";

    assertThat(survey(http).entries())
        .extracting(
            entry -> entry.proxied().map(SurveyorTest::host).orElse("") + " " + entry.expectation())
        .containsExactly("a OPENS", "a OPENS", "127.0.0.1 OPENS", "127.0.0.1 OPENS");
  }

  private static String host(Outcome.Proxied proxied) {
    return proxied.sent().first("Host").orElseThrow().value().text();
  }

  /// `expected`: each location with the word for it.
  private static void check(String server, String expected) {
    String found =
        survey("server { listen 80; " + server + " }").entries().stream()
            .map(
                entry ->
                    entry.location().title()
                        + " "
                        + entry.expectation().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    assertThat(found).as(server).isEqualTo(expected);
  }

  private static Survey survey(String http) {
    Setting setting =
        new Setting(
            new ConfigurationSource.Dump("events {} http { " + http + " }"),
            Optional.empty(),
            Optional.of(new NginxVersion(1, 22, 1)));
    return switch (new Doctor().survey(setting)) {
      case Answer.Given<Survey>(Survey survey) -> survey;
      case Answer.Unusable<Survey>(String message) -> throw new AssertionError(message);
    };
  }
}
