package dev.wsdoctor.rule;

import dev.wsdoctor.application.Needs.OriginRule;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import java.util.Optional;

/// How the Host that the backend gets compares with the one that the client sent, and with its
/// Origin: most frameworks accept a browser's socket only when Origin and Host agree.
///
/// `forwarded` is the X-Forwarded-Host of an application that is known to look there first, else
/// the Host that the backend gets. `origin` is the authority of the Origin that the backend gets.
record HostComparison(
    String client, String backend, String forwarded, String origin, Relation relation) {
  /// What became of the client's Host.
  enum Relation {
    SAME,
    /// The same name with a port too many or too few.
    OTHER_PORT,
    OTHER_NAME,
    UNKNOWN
  }

  static HostComparison of(Subject subject, Outcome.Proxied proxied) {
    String client =
        subject.first().request().fields().first("Host").orElse(subject.target().authority());
    Optional<Value> sent = proxied.sent().first("Host").map(Sent.Field::value);
    String backend = sent.map(Value::text).orElse("");
    Relation relation =
        sent.filter(value -> value.isKnown() || isMachine(value)).isPresent()
            ? relation(proxied, client, backend)
            : Relation.UNKNOWN;
    String forwarded = looksAtForwardedHost(subject) ? forwardedHost(proxied, backend) : backend;
    return new HostComparison(
        client, backend, forwarded, authority(origin(subject, proxied)), relation);
  }

  /// `$hostname` is the name of the machine that nginx runs on, which only that machine tells; it
  /// is hardly ever the site's.
  static boolean isMachine(Value sent) {
    return sent.text().equals("$hostname");
  }

  /// The client's where nginx makes something of it that only the running request tells.
  private static String origin(Subject subject, Outcome.Proxied proxied) {
    return proxied
        .sent()
        .first("Origin")
        .map(Sent.Field::value)
        .map(value -> value.isKnown() ? value.text() : subject.origin())
        .orElse("");
  }

  private static boolean looksAtForwardedHost(Subject subject) {
    return subject
        .application()
        .filter(known -> known.profile().needs().origin() == OriginRule.FORWARDED_HOST)
        .isPresent();
  }

  private static String forwardedHost(Outcome.Proxied proxied, String backend) {
    return proxied
        .sent()
        .first("X-Forwarded-Host")
        .map(Sent.Field::value)
        .filter(Value::isKnown)
        .map(Value::text)
        .orElse(backend);
  }

  /// The upstream's own name is another one, also where it happens to be spelt like the client's: a
  /// client on this machine may say 127.0.0.1 too.
  private static Relation relation(Outcome.Proxied proxied, String client, String backend) {
    boolean upstreams =
        HeaderSettings.last(proxied.scope(), "Host")
            .map(line -> HeaderSettings.value(line).contains("$proxy_host"))
            .orElse(true);
    Relation plain = relation(client, backend);
    return upstreams && plain == Relation.OTHER_PORT ? Relation.OTHER_NAME : plain;
  }

  static Relation relation(String client, String backend) {
    if (client.equalsIgnoreCase(backend)) {
      return Relation.SAME;
    }
    return name(client).equalsIgnoreCase(name(backend)) ? Relation.OTHER_PORT : Relation.OTHER_NAME;
  }

  /// Whether the client says where its page comes from, and that is not what the backend gets as
  /// Host, nor as forwarded Host where that counts.
  boolean contradictsOrigin() {
    return !origin.isEmpty()
        && !origin.equalsIgnoreCase(backend)
        && !origin.equalsIgnoreCase(forwarded);
  }

  /// `https://example.com:8443` gives `example.com:8443`.
  static String authority(String origin) {
    int at = origin.indexOf("://");
    return at < 0 ? "" : origin.substring(at + 3);
  }

  private static String name(String host) {
    return host.replaceFirst(":\\d+$", "");
  }
}
