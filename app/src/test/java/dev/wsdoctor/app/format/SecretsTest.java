package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String JWT =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wss://h/ws?token=abc&room=1          | wss://h/ws?token=[hidden]&room=1
          wss://h/ws?room=1&access_token=a.b-c | wss://h/ws?room=1&access_token=[hidden]
          /ws?accessToken=abc                  | /ws?accessToken=[hidden]
          /ws?sig=a%2Fb#x                      | /ws?sig=[hidden]#x
          /socket.io/?EIO=4&sid=AbC123         | /socket.io/?EIO=4&sid=[hidden]
          /ws;jsessionid=12AB/x?a=b            | /ws;jsessionid=[hidden]?a=b
          http://me:pw@h:90/x                  | http://[hidden]@h:90/x
          the field Cookie: a=b; c=d           | the field Cookie: a=[hidden]; c=[hidden]
          Authorization: Bearer abc            | Authorization: Bearer [hidden]
          Basic dXNlcjpwYXNz is refused        | Basic [hidden] is refused
          a Bearer k3y-of-mine goes on         | a Bearer [hidden] goes on
          {"token": "abc", "a": "b"}           | {"token": "[hidden]", "a": "b"}
          proxy_set_header Authorization "Basic dTpw";  | proxy_set_header Authorization "Basic [hidden]";
          proxy_set_header X-Api-Key abc;               | proxy_set_header X-Api-Key [hidden];
          proxy_set_header Cookie "a=b; $http_cookie";  | proxy_set_header Cookie "a=[hidden]; $http_cookie";
          fastcgi_param HTTP_AUTHORIZATION 'Bearer x';  | fastcgi_param HTTP_AUTHORIZATION 'Bearer [hidden]';
          add_header Set-Cookie "s=1; Path=/" always;   | add_header Set-Cookie "s=[hidden]; Path=/" always;
          set $api_token abc;                           | set $api_token [hidden];
          secure_link_secret hush;                      | secure_link_secret [hidden];
          secure_link_md5 "$uri$remote_addr hush";      | secure_link_md5 "$uri$remote_addr [hidden]";
          if ($http_x_api_key != "abc") { return 403; } | if ($http_x_api_key != "[hidden]") { return 403; }
          if ($arg_token = abc) {                       | if ($arg_token = [hidden]) {
          $api_key is "abc", so it goes on              | $api_key is "[hidden]", so it goes on
          if ($cookie_beta ~* yes) {                    | if ($cookie_beta ~* [hidden]) {
          """)
  void aSecretIsHiddenWhereItStands(String text, String hidden) {
    assertThat(Secrets.hide(text)).isEqualTo(hidden);
    assertThat(SecretText.in(text).covered()).hasSameSizeAs(text);
    assertThat(Secrets.hide(hidden)).as("hidden twice").isEqualTo(hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Authorization $http_authorization;",
        "proxy_set_header Authorization \"Bearer $token\";",
        "proxy_set_header Cookie \"\";",
        "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
        "set proxy_pass http://127.0.0.1:9000 and proxy_set_header Host $host",
        "access-refused: Basic authentication is asked for, a Bearer token-based one is not",
        "the session: it ends after a minute",
        "proxy_cache_path /c keys_zone=one:10m; limit_req_zone $binary_remote_addr zone=a:1m",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: graphql-transport-ws, v1.json.example.com",
        "ws://127.0.0.1:8080/ws?room=1&v=2",
        "if ($http_upgrade ~* websocket) { return 400; }",
        "auth_basic \"closed\"; auth_basic_user_file /etc/nginx/htpasswd;",
        "user@example.com, server_name _; root /srv;"
      })
  void whatHelpsARepairStays(String text) {
    assertThat(Secrets.hide(text)).isEqualTo(text);
  }

  @Test
  void aTokenIsKnownByItsForm() {
    assertThat(Secrets.hide("refused " + JWT + ", expired")).isEqualTo("refused [hidden], expired");
    assertThat(field("Sec-WebSocket-Protocol", "bearer, " + JWT)).isEqualTo("bearer, [hidden]");
    assertThat(field("Sec-WebSocket-Protocol", "access_token, abc, chat"))
        .isEqualTo("access_token, [hidden], chat");
    assertThat(
            field(
                "Sec-WebSocket-Protocol",
                "base64url.bearer.authorization.k8s.io.c2VjcmV0LTE, base64.binary.k8s.io"))
        .isEqualTo("[hidden], base64.binary.k8s.io");
  }

  @Test
  void onTheWireADollarIsNoVariable() {
    assertThat(field("X-Api-Key", "$2y$10$abc")).isEqualTo("[hidden]");
    assertThat(field("Proxy-Authorization", "Digest username=\"u\", response=\"1\""))
        .isEqualTo("Digest [hidden]");
  }

  @Test
  void aHeadKeepsItsLines() {
    assertThat(
            new Secrets()
                .head("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nX-Token:  z\n\r\nrest"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=[hidden]; Path=/\r\nX-Token:  [hidden]\n\r\nrest");
  }

  @Test
  void aSecretOnceKnownIsHiddenEverywhere() {
    Secrets secrets = new Secrets();
    secrets.learn(Fields.of("X-Api-Key", "open-sesame", "Cookie", "a=yes"));

    assertThat(secrets.text("the backend echoes open-sesame, yes"))
        .isEqualTo("the backend echoes [hidden], yes");
  }

  private static String field(String name, String value) {
    return new Secrets().field(name, value, false);
  }
}
