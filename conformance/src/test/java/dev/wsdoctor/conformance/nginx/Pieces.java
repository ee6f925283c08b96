package dev.wsdoctor.conformance.nginx;

import java.util.List;
import java.util.Random;

/// The pieces that hurt, and a way to draw from them.
final class Pieces {
  static final List<String> SEGMENTS =
      List.of("a", "b", "c", "ab", "ws", "api", "A", "x.y", "f.txt");
  static final List<String> HOSTS =
      List.of(
          "a.test", "b.test", "www.b.test", "x.c.test", "x.y.c.test", "www.d", "q.test", "e.test");
  static final List<String> SERVER_NAMES =
      List.of(
          "a.test",
          "*.test",
          ".b.test",
          "*.c.test",
          "www.*",
          "\"\"",
          "\"~^(?<sub>[a-z])\\.(.+)\\.test$\"",
          "~^(www\\.)?e\\.",
          "A.Test",
          "b.test",
          "_");
  static final List<String> PATTERNS =
      List.of(
          "^/a",
          "^/(a|b)/(.*)$",
          "\\.txt$",
          "^/ws/([^/]*)",
          "b",
          "^/(?<seg>[^/]+)/",
          "^/api(/.*)?$",
          "^(.*)/x\\.y",
          "/$");

  /// Values whose variables are known before running.
  static final List<String> VALUES =
      List.of(
          "$uri",
          "$request_uri",
          "$args",
          "$host",
          "$http_host",
          "$http_x_a",
          "$http_upgrade",
          "$arg_a",
          "$cookie_c",
          "$1",
          "$2",
          "$scheme",
          "$server_port",
          "$server_name",
          "$request_method",
          "$remote_addr",
          "$proxy_add_x_forwarded_for",
          "$is_args$args",
          "$map0",
          "$map1",
          "$map2",
          "$geo0",
          "$split0",
          "$v0",
          "$v1",
          "$seg",
          "$sub",
          "$document_uri",
          "$http_x_forwarded_for",
          "$request",
          "$server_protocol",
          "$content_length",
          "$proxy_host",
          "$http_connection",
          "$https",
          "$remote_user",
          "text",
          "");

  private Pieces() {}

  static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static boolean chance(Random random, int percent) {
    return random.nextInt(100) < percent;
  }

  /// One to three values with text between.
  static String value(Random random) {
    StringBuilder out = new StringBuilder();
    int parts = 1 + random.nextInt(3);
    for (int i = 0; i < parts; i++) {
      out.append(i == 0 ? "" : one(random, List.of("-", "|", "/"))).append(one(random, VALUES));
    }
    return "\"" + out + "\"";
  }

  /// A path of up to three segments, with or without a slash at the end.
  static String path(Random random) {
    StringBuilder out = new StringBuilder();
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      out.append('/').append(one(random, SEGMENTS));
    }
    return parts == 0 || chance(random, 40) ? out + "/" : out.toString();
  }
}
