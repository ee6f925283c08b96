package dev.wsdoctor.conformance.nginx;

import static dev.wsdoctor.conformance.nginx.Pieces.chance;
import static dev.wsdoctor.conformance.nginx.Pieces.one;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes requests that fit the generated configurations, and some that fit nothing.
final class RequestGenerator {
  private static final List<String> OTHER_FIELDS =
      List.of(
          "X-A: one",
          "X-A: two",
          "x-a: 0",
          "X_Under: score",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Connection: keep-alive, Upgrade",
          "TE: trailers",
          "Keep-Alive: timeout=5",
          "Proxy-Connection: keep-alive",
          "Cookie: c=1; d=2",
          "Cookie: C=3",
          "X-Forwarded-For: 10.0.0.1, 10.0.0.2",
          "X-Forwarded-For: 192.0.2.9",
          "X-Real-IP: 10.9.9.9",
          "Referer: http://a.test/x",
          "Authorization: Basic dXNlcjpzZWNyZXQ=",
          "Origin: http://a.test",
          "If-None-Match: x",
          "Sec-WebSocket-Protocol: mqtt",
          "Accept: */*",
          "Bad:Name: x",
          "B@d: y",
          "Empty:");
  private static final List<String> QUERIES =
      List.of(
          "", "", "", "?", "?a=1", "?A=2&a=3", "?a=b%20c+d&x", "?q=//..&a=text", "?a=10.0.0.7#f");

  private final Random random;
  private final List<Integer> ports;

  RequestGenerator(Random random, List<Integer> ports) {
    this.random = random;
    this.ports = ports;
  }

  Asked next() {
    boolean posts = chance(random, 8);
    String method =
        posts
            ? "POST"
            : chance(random, 6)
                ? one(random, List.of("HEAD", "PUT", "OPTIONS", "DELETE", "TRACE", "PROPFIND"))
                : "GET";
    String version = chance(random, 6) ? "HTTP/1.0" : "HTTP/1.1";
    String body = posts ? "x".repeat(random.nextInt(6)) : "";
    List<Field> fields = fields(version);
    if (posts) {
      fields.add(new Field("Content-Length", Integer.toString(body.length())));
    }
    String address = chance(random, 25) ? "127.0.0.2" : "127.0.0.1";
    return new Asked(
        address,
        one(random, ports),
        new Request(method, target(), version, new Fields(fields)),
        body);
  }

  private String target() {
    StringBuilder out = new StringBuilder();
    if (chance(random, 3)) {
      out.append(one(random, List.of("http://", "HTTP://"))).append(one(random, Pieces.HOSTS));
      if (chance(random, 20)) {
        return out + one(random, List.of("", "?a=1"));
      }
    }
    String path = Pieces.path(random);
    for (int i = 0; i < path.length(); i++) {
      out.append(chance(random, 5) ? hurt(path.charAt(i)) : String.valueOf(path.charAt(i)));
    }
    if (chance(random, 8)) {
      out.append(
          one(
              random,
              List.of(
                  "%20z",
                  "/../", "/./", "%2e%2e/", "/%2e", "//", "+", "%2B", "%3Fq", "%25", "%7e",
                  "\u00e9", "%C3%A9", "%", "%zz", "%00", "\"", "'", "{", ";v=1", ":", "%0A",
                  "/..")));
    }
    return out + one(random, QUERIES);
  }

  private String hurt(char c) {
    return switch (random.nextInt(4)) {
      case 0 -> "%%%02x".formatted((int) c);
      case 1 -> "%%%02X".formatted((int) c);
      case 2 -> c == '/' ? "//" : c + "+";
      default -> c == '/' ? "/./" : c + "%20";
    };
  }

  private List<Field> fields(String version) {
    List<Field> fields = new ArrayList<>();
    boolean late = chance(random, 20);
    if (late) {
      others(fields);
    }
    if (!version.equals("HTTP/1.0") || chance(random, 50)) {
      fields.add(new Field("Host", host()));
    }
    if (!late) {
      others(fields);
    }
    if (chance(random, 1)) {
      fields.add(new Field("Host", host()));
    }
    return fields;
  }

  private void others(List<Field> fields) {
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String line = one(random, OTHER_FIELDS);
      int colon = line.indexOf(':');
      fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  private String host() {
    String host = one(random, Pieces.HOSTS);
    return switch (random.nextInt(20)) {
      case 0 -> host.toUpperCase(java.util.Locale.ROOT);
      case 1 -> host + ":8080";
      case 2 -> host + ".";
      case 3 ->
          one(
              random,
              List.of(
                  "",
                  "a..b",
                  "127.0.0.1",
                  "[::1]:80",
                  "a/b",
                  "a b",
                  "a_b.test",
                  "a@b",
                  "a.test:99999",
                  "a.test:x",
                  ".test"));
      default -> host;
    };
  }
}
