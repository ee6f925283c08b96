package dev.wsdoctor.conformance.nginx;

import static dev.wsdoctor.conformance.nginx.Pieces.chance;
import static dev.wsdoctor.conformance.nginx.Pieces.one;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Makes the locations of a server, with what may stand in them.
final class LocationGenerator {
  private static final int MAX_DEPTH = 3;
  private static final List<String> NAMED = List.of("@n0", "@n1");

  private final Random random;
  private final List<Integer> backends;
  private final StringBuilder out = new StringBuilder();

  LocationGenerator(Random random, List<Integer> backends) {
    this.random = random;
    this.backends = backends;
  }

  String generate() {
    level("", 0, false);
    for (String name : NAMED) {
      out.append("location ").append(name).append(" {\n");
      body(false, true);
      out.append("}\n");
    }
    return out.toString();
  }

  private void level(String outer, int depth, boolean onlyRegex) {
    Set<String> taken = new HashSet<>();
    int count = depth == 0 ? 2 + random.nextInt(6) : random.nextInt(3);
    for (int i = 0; i < count; i++) {
      boolean regex = onlyRegex || chance(random, 30);
      String name = regex ? one(random, Pieces.PATTERNS) : outer + prefix(outer);
      String modifier = regex ? one(random, List.of("~", "~*")) : prefixModifier();
      boolean fresh = taken.add(regex ? modifier + name : (modifier.equals("=") ? "=" : "") + name);
      if (!fresh || name.isEmpty()) {
        continue;
      }
      out.append("location ").append(modifier).append(" \"").append(name).append("\" {\n");
      body(!regex, false);
      boolean nests = depth < MAX_DEPTH && !modifier.equals("=") && chance(random, 35);
      if (nests) {
        level(regex ? "" : name, depth + 1, regex);
      }
      out.append("}\n");
    }
  }

  private String prefix(String outer) {
    String path = chance(random, 5) ? "/a b" : Pieces.path(random);
    return outer.endsWith("/") ? path.substring(1) : path;
  }

  private String prefixModifier() {
    int dice = random.nextInt(10);
    return dice < 2 ? "=" : dice < 4 ? "^~" : "";
  }

  private void body(boolean mayHaveUri, boolean named) {
    int start = out.length();
    if (chance(random, 35)) {
      new RewriteGenerator(random, out).generate(true);
    }
    if (chance(random, 35)) {
      headers();
    }
    if (chance(random, 12)) {
      out.append(
          one(
              random,
              List.of(
                  "internal;\n",
                  "error_page 404 = @n0;\n",
                  "error_page 403 418 =200 /a;\n",
                  "error_page 404 405 /b/c?e=$uri;\n",
                  "error_page 500 502 =301 http://e.test/;\n",
                  "recursive_error_pages on; error_page 404 403 500 /ws/;\n",
                  "error_page 418 401 @n1;\n")));
    }
    if (chance(random, 10)) {
      out.append(
          one(
              random,
              List.of(
                  "deny all;\n",
                  "allow 127.0.0.1; deny all;\n",
                  "deny 127.0.0.0/8;\n",
                  "satisfy any; deny all; auth_basic x; auth_basic_user_file users;\n",
                  "auth_basic x; auth_basic_user_file users;\n",
                  "satisfy any; allow 127.0.0.1; deny all; auth_basic x; auth_basic_user_file users;\n")));
    }
    if (chance(random, 10)) {
      out.append("limit_except ")
          .append(one(random, List.of("GET", "GET POST", "PUT")))
          .append(" { ")
          .append(
              chance(random, 50)
                  ? "deny all;"
                  : "proxy_pass http://127.0.0.1:" + one(random, backends) + ";")
          .append(" }\n");
    }
    if (chance(random, 12)) {
      out.append("try_files ")
          .append(one(random, List.of("$uri", "$uri $uri/", "/f.txt", "$uri.txt", "/a/$arg_a")))
          .append(' ')
          .append(one(random, List.of("=404", "=418", "/b/c", "@n0", "/a?x=$args", "@n1")))
          .append(";\n");
    }
    if (chance(random, 12)) {
      out.append(
          one(
              random,
              List.of(
                  "root ROOT/sub;\n",
                  "index f.txt;\n",
                  "index none.html f.txt;\n",
                  "absolute_redirect off;\n",
                  "port_in_redirect off;\n",
                  "server_name_in_redirect on;\n",
                  "proxy_http_version 1.1;\n",
                  "proxy_pass_request_headers off;\n",
                  "proxy_method PUT;\n",
                  "proxy_set_body \"$uri\";\n",
                  "client_max_body_size 2;\n",
                  "autoindex on;\n")));
    }
    boolean rooted = out.indexOf("root ", start) >= 0;
    if (!named && !rooted && mayHaveUri && chance(random, 6)) {
      out.append("alias ROOT/sub/;\n");
    }
    handler(mayHaveUri);
  }

  private void headers() {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      header(out, random);
    }
  }

  static void header(StringBuilder out, Random random) {
    out.append("proxy_set_header ")
        .append(
            one(
                random,
                List.of(
                    "Host",
                    "X-V",
                    "X-W",
                    "Connection",
                    "Upgrade",
                    "X-A",
                    "connection",
                    "X-Real-IP",
                    "TE",
                    "Content-Length",
                    "Cookie")))
        .append(' ')
        .append(chance(random, 12) ? "\"\"" : Pieces.value(random))
        .append(";\n");
  }

  private void handler(boolean mayHaveUri) {
    int dice = random.nextInt(100);
    if (dice < 12) {
      return;
    }
    if (dice < 20) {
      out.append(
          one(
              random,
              List.of(
                  "return 204;\n",
                  "return 418;\n",
                  "return 301 /z$uri;\n",
                  "return 302 \"http://r.test/" + "$uri|$1|$args|$v0|$map0\";\n",
                  "return 404 text;\n",
                  "return 444;\n",
                  "return 403;\n",
                  "return 307 $request_uri;\n",
                  "return https://s.test/$1;\n")));
      return;
    }
    out.append("proxy_pass ").append(url(mayHaveUri)).append(";\n");
  }

  private String url(boolean mayHaveUri) {
    String backend = "127.0.0.1:" + one(random, backends);
    int dice = random.nextInt(100);
    if (dice < 35 || (!mayHaveUri && dice < 70)) {
      return "http://" + one(random, List.of(backend, backend, "up0", "UP1"));
    }
    if (mayHaveUri && dice < 75) {
      return "http://"
          + one(random, List.of(backend, "up0"))
          + one(random, List.of("/", "/p", "/p/", "/q/r", "/x?y=z", "/a%20b/"));
    }
    return one(
        random,
        List.of(
            "http://$up",
            "http://" + backend + "$request_uri",
            "http://" + backend + "$uri$is_args$args",
            "http://up0/$1",
            "http://" + backend + "/$arg_a$is_args$args",
            "http://$arg_host",
            "$scheme://up1",
            "http://$v0",
            "http://$mapup/m$uri",
            "http://nowhere.test:81$uri"));
  }
}
