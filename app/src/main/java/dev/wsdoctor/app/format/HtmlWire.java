package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.probe.Observation;
import java.util.List;

/// What stood on the wire of each hop, as text and as bytes.
record HtmlWire(Html html, List<Observation> hops) {
  /// Of what was read, so much is shown in hexadecimal.
  private static final int MOST_DUMPED_BYTES = 4096;

  void write() {
    for (Observation hop : hops) {
      html.put("h3", hop.hop() + ", " + hop.address());
      html.put("h4", "Sent");
      html.put("pre", request(hop));
      wire("Received", hop.head());
      wire("Beginning of the body", hop.body());
      hop.session().ifPresent(session -> html.put("p", tls(session)));
    }
  }

  private static String request(Observation hop) {
    StringBuilder text = new StringBuilder(hop.request().line());
    for (Field field : hop.request().fields()) {
      text.append('\n').append(field.name()).append(": ").append(field.value());
    }
    return text.toString();
  }

  private void wire(String title, String bytes) {
    if (bytes.isEmpty()) {
      return;
    }
    html.put("h4", title);
    html.put("pre", bytes.replace("\r\n", "\n"));
    html.in(
        "details",
        () -> {
          html.put("summary", "as bytes");
          int shown = Math.min(bytes.length(), MOST_DUMPED_BYTES);
          html.put("pre.hex", HexDump.of(bytes.substring(0, shown)));
          if (shown < bytes.length()) {
            html.put("p", bytes.length() - shown + " bytes more");
          }
        });
  }

  private static String tls(Observation.TlsSession session) {
    return "TLS: %s, %s%s; certificates: %s"
        .formatted(
            session.protocol(),
            session.cipherSuite(),
            session.alpn().isEmpty() ? "" : ", ALPN " + session.alpn(),
            String.join(" / ", session.certificates()));
  }
}
