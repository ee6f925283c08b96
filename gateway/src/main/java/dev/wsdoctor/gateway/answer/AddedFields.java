package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Execution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `expires` and `add_header` (`ngx_http_headers_filter`).
final class AddedFields {
  private static final Set<Integer> SAFE = Set.of(200, 201, 204, 206, 301, 302, 303, 304, 307, 308);
  private static final String EPOCH = "Thu, 01 Jan 1970 00:00:01 GMT";
  private static final String MAX = "Thu, 31 Dec 2037 23:55:55 GMT";

  private AddedFields() {}

  /// Whether fields without `always` are added to an answer with that status.
  static boolean isSafe(int status) {
    return SAFE.contains(status);
  }

  static void add(Head head, Execution execution, Instant now) {
    boolean safe = isSafe(head.status());
    if (safe) {
      execution.scope().setting("expires").ifPresent(d -> expires(d, head, execution, now));
    }
    for (Directive line : execution.scope().inForce("add_header")) {
      List<String> parameters = line.parameters();
      boolean always = parameters.size() > 2;
      String value = execution.text(parameters.get(1));
      if ((safe || always) && !value.isEmpty()) {
        put(head, parameters.getFirst(), value);
      }
    }
  }

  private static void put(Head head, String name, String value) {
    if (name.equalsIgnoreCase("Last-Modified")) {
      head.lastModified("").remove(name);
    }
    if (name.equalsIgnoreCase("ETag")) {
      head.remove("ETag");
    }
    head.add(name, value);
  }

  private static void expires(Directive expires, Head head, Execution execution, Instant now) {
    List<String> parameters = expires.parameters();
    boolean modified = parameters.size() > 1;
    String written = execution.text(parameters.getLast());
    switch (written) {
      case "", "off" -> {}
      case "epoch" -> cache(head, EPOCH, "no-cache");
      case "max" -> cache(head, MAX, "max-age=315360000");
      default -> time(written, modified, head, now);
    }
  }

  private static void time(String written, boolean modified, Head head, Instant now) {
    boolean daily = written.startsWith("@");
    boolean negative = written.startsWith("-");
    long seconds =
        Quantities.seconds(
                daily || negative || written.startsWith("+") ? written.substring(1) : written)
            .orElse(0);
    long at = now.getEpochSecond();
    long age = negative ? -seconds : seconds;
    if (daily) {
      long today = at - at % 86_400 + seconds;
      age = (today > at ? today : today + 86_400) - at;
    } else if (modified) {
      Optional<Long> since = HttpDate.seconds(head.lastModified());
      age = since.map(s -> s + seconds - at).orElse(age);
    }
    String date = HttpDate.of(Instant.ofEpochSecond(at + age));
    cache(
        head,
        date,
        age < 0 || (seconds == 0 && !daily && !modified) ? "no-cache" : "max-age=" + age);
  }

  private static void cache(Head head, String expires, String control) {
    head.remove("Expires").remove("Cache-Control");
    head.add("Expires", expires).add("Cache-Control", control);
  }
}
