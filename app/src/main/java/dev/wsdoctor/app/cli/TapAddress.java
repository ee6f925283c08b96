package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.probe.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An end of a tap, as typed: `127.0.0.1:9000`, `9000` (on loopback), `[::1]:9000`, `unix:/path`,
/// each also behind `http://` or `https://`, as in `proxy_pass`.
record TapAddress(Endpoint endpoint, boolean tls) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern SCHEME = Pattern.compile("(?i)(https?|wss?)://(.*?)/?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/?#\\[\\]]+):([0-9]{1,5})");

  static Answer<TapAddress> parse(String option, String text) {
    Matcher scheme = SCHEME.matcher(text);
    boolean tls =
        scheme.matches() && scheme.group(1).toLowerCase(java.util.Locale.ROOT).endsWith("s");
    String address = scheme.matches() ? scheme.group(2) : text;
    if (address.startsWith("unix:") && address.length() > "unix:".length()) {
      return tls
          ? new Answer.Unusable<>(
              "%s: TLS over a unix socket is not supported; put the tap at a port"
                  .formatted(option))
          : new Answer.Given<>(new TapAddress(Endpoint.of(address, 0), false));
    }
    String whole = PORT.matcher(address).matches() ? LOOPBACK + ":" + address : address;
    Matcher hostPort = HOST_PORT.matcher(whole);
    if (!hostPort.matches() || Integer.parseInt(hostPort.group(2)) > 65_535) {
      return new Answer.Unusable<>(
          "%s: expected an address such as 127.0.0.1:9000, https://app:8443 or unix:/run/app.sock, with a port and without a path, but found '%s'"
              .formatted(option, text));
    }
    int port = Integer.parseInt(hostPort.group(2));
    return new Answer.Given<>(new TapAddress(Endpoint.of(hostPort.group(1), port), tls));
  }

  /// The host without a port; empty for a unix socket.
  String host() {
    return endpoint instanceof Endpoint.Tcp(String host, int _) ? host : "";
  }
}
