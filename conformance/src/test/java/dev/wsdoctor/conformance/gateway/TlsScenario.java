package dev.wsdoctor.conformance.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections over TLS to one configuration, one after the other.
///
/// In a scenario file `== name` begins one; `-- conf` has the fragment of `http`, where `{port}`,
/// `{port2}`, `{pki}` and the number `{n}` are filled in. Then one connection after the other: `--
/// client OPTIONS` is one of `openssl s_client`, `-- plain` one without TLS, each with the request
/// that is sent, a short GET if nothing is written; `-- raw` sends one line as it stands, with
/// `\r`, `\n` and `\xHH` as in C.
record TlsScenario(String name, String configuration, List<Call> calls) {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final String GET = "GET / HTTP/1.0\r\nHost: test\r\n\r\n";

  /// One connection.
  sealed interface Call {
    /// Over TLS, with these options of `openssl s_client`.
    record Secure(String options, String bytes) implements Call {}

    record Plain(String bytes) implements Call {}
  }

  static List<TlsScenario> read(String text) {
    List<TlsScenario> scenarios = new ArrayList<>();
    for (String part : text.split("(?m)^== ", -1)) {
      if (!part.isBlank() && !part.startsWith("#")) {
        scenarios.add(one(part));
      }
    }
    return scenarios;
  }

  private static TlsScenario one(String text) {
    String[] parts = text.split("(?m)^-- ", -1);
    List<Call> calls = new ArrayList<>();
    String configuration = "";
    for (int i = 1; i < parts.length; i++) {
      int newline = parts[i].indexOf('\n');
      String head = parts[i].substring(0, newline).strip();
      String body = parts[i].substring(newline + 1).strip();
      String request = body.isEmpty() ? GET : body.replace("\n", "\r\n") + "\r\n\r\n";
      switch (head.split(" ", 2)[0]) {
        case "conf" -> configuration = body;
        case "client" -> calls.add(new Call.Secure(head.replaceFirst("^client ?", ""), request));
        case "plain" -> calls.add(new Call.Plain(request));
        case "raw" -> calls.add(new Call.Plain(unescaped(body)));
        default -> throw new IllegalArgumentException("no such part of a scenario: " + head);
      }
    }
    return new TlsScenario(parts[0].strip(), configuration, calls);
  }

  private static String unescaped(String line) {
    String text = line.replace("\\r", "\r").replace("\\n", "\n");
    return HEX.matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 16)));
  }
}
