package dev.wsdoctor.conformance.nginx;

import static dev.wsdoctor.conformance.nginx.Pieces.chance;
import static dev.wsdoctor.conformance.nginx.Pieces.one;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Makes whole configurations of many servers that nginx accepts.
final class ConfigurationGenerator {
  private final Random random;
  private final List<Integer> ports;
  private final List<Integer> backends;
  private final StringBuilder out = new StringBuilder();
  private final Set<String> defaults = new HashSet<>();

  ConfigurationGenerator(Random random, List<Integer> ports, List<Integer> backends) {
    this.random = random;
    this.ports = ports;
    this.backends = backends;
  }

  String generate(int servers, String root) {
    out.append(
        "worker_processes 1;\nerror_log error.log alert;\nevents { worker_connections 512; }\nhttp {\n");
    out.append(
        "keepalive_timeout 0; access_log off; server_tokens off; default_type text/plain;\n");
    out.append("server_names_hash_bucket_size 128; variables_hash_max_size 2048; root ROOT;\n");
    out.append("client_body_temp_path body; proxy_temp_path proxy;\n");
    out.append(
        "fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s; map_hash_bucket_size 128;\n");
    out.append("upstream up0 { server 127.0.0.1:").append(backends.get(0)).append("; }\n");
    out.append("upstream up1 { server 127.0.0.1:").append(backends.get(1)).append(" weight=2; }\n");
    variables();
    if (chance(random, 50)) {
      LocationGenerator.header(out, random);
    }
    for (int i = 0; i < servers; i++) {
      server(i);
    }
    return out.append("}\n").toString().replace("ROOT", root);
  }

  private void variables() {
    out.append("map $arg_a $up { default up0; 1 127.0.0.1:")
        .append(backends.get(2))
        .append("; 3 up1; text nowhere.test; }\n");
    out.append("map $http_x_a $mapup { default 127.0.0.1:")
        .append(backends.get(2))
        .append("; one up1; two \"\"; }\n");
    out.append(
        "geo $arg_a $geo0 { default d; 10.0.0.0/8 ten; 10.0.0.0/24 narrow; 10.0.0.7 host; }\n");
    out.append("split_clients \"$request_uri\" $split0 { 33.3% one; 20% two; * rest; }\n");
    for (int i = 0; i < 3; i++) {
      map(i);
    }
    out.append(
        "server { listen unix:ROOT.sock; set $v0 x; set $v1 y; location ~ ^/(?<seg>x)(?<sub>y) {} }\n");
  }

  private void map(int number) {
    String source =
        one(
            random,
            List.of(
                "$http_upgrade",
                "$uri",
                "$host",
                "$arg_a",
                "\"$request_method:$args\"",
                "$http_x_a",
                number > 0 ? "$map0" : "$host"));
    out.append("map ").append(source).append(" $map").append(number).append(" {\n");
    boolean hostnames = source.equals("$host") && chance(random, 60);
    if (hostnames) {
      out.append("hostnames;\n*.test \"w-$host\";\n.b.test wb;\nwww.* tail;\n");
    }
    if (chance(random, 30)) {
      out.append("volatile;\n");
    }
    if (chance(random, 70)) {
      out.append("default ")
          .append(one(random, List.of("upgrade", "\"d$1\"", "$http_connection", "\"\"")))
          .append(";\n");
    }
    Set<String> keys = new HashSet<>();
    int rows = 1 + random.nextInt(5);
    for (int i = 0; i < rows; i++) {
      String key =
          one(
              random,
              List.of(
                  "''",
                  "websocket",
                  "ONE",
                  "a.test",
                  "\"~^/(a|b)(.*)$\"",
                  "~*^GET:(.*)$",
                  "\"~^(.)(.*)$\"",
                  "0",
                  "/a",
                  "\"~^$\"",
                  "~(?<seg>[b-d])",
                  "\"~*WEB\""));
      if (keys.add(key)) {
        out.append(key)
            .append(' ')
            .append(
                one(
                    random,
                    List.of(
                        "close", "\"$1\"", "\"x$2$1\"", "$arg_a", "\"$seg\"", "\"\"", "\"/a\"")))
            .append(";\n");
      }
    }
    out.append("}\n");
  }

  private void server(int number) {
    out.append("server {\n");
    listens();
    if (chance(random, 90)) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        names.add(one(random, Pieces.SERVER_NAMES));
      }
      names.add("s" + number + ".test");
      out.append("server_name ").append(String.join(" ", names)).append(";\n");
    }
    if (chance(random, 15)) {
      out.append(
          one(
              random,
              List.of(
                  "merge_slashes off;\n",
                  "underscores_in_headers on;\n",
                  "ignore_invalid_headers off;\n",
                  "error_page 404 = @n0;\n",
                  "error_page 404 400 /a;\n",
                  "error_page 405 @n1;\n",
                  "proxy_http_version 1.1;\n",
                  "absolute_redirect off;\n",
                  "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;\n",
                  "set_real_ip_from 127.0.0.0/8; set_real_ip_from 10.0.0.0/8; real_ip_header X-Forwarded-For; real_ip_recursive on;\n",
                  "set_real_ip_from 127.0.0.1;\n",
                  "deny 10.0.0.0/8;\n")));
    }
    if (chance(random, 25)) {
      LocationGenerator.header(out, random);
    }
    if (chance(random, 25)) {
      new RewriteGenerator(random, out).generate(false);
    }
    out.append(new LocationGenerator(random, backends).generate());
    out.append("}\n");
  }

  private void listens() {
    Set<String> own = new HashSet<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String address =
          one(random, List.of("127.0.0.1:", "127.0.0.2:", "", "*:")) + one(random, ports);
      String key = address.replace("*:", "");
      if (!own.add(key)) {
        continue;
      }
      boolean isDefault = chance(random, 15) && defaults.add(key);
      out.append("listen ")
          .append(address)
          .append(isDefault ? " default_server" : "")
          .append(";\n");
    }
  }
}
