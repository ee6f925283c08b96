package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// How far a request that goes upstream is an opening handshake in the sense of RFC 6455, 4.2.1.
public record Handshake(Trait upgrade, Trait connection, String version) {
  /// How one field of the handshake fares.
  public enum Trait {
    RIGHT,
    /// No `proxy_set_header` in force names the field.
    MISSING,
    /// One names it and its value does not do, or is empty so that the field is dropped.
    WRONG
  }

  /// `$connection` among them, the serial number of the client's connection.
  private static final Pattern NUMBERS =
      Pattern.compile(
          "\\$(?:connection(?:_requests|_time|s_\\w+)?|pid|msec|status|request_(?:length|time)|(?:body_)?bytes_sent"
              + "|(?:remote|realip_remote)_port)\\b");

  public static Handshake of(Outcome.Proxied proxied) {
    return new Handshake(
        trait(proxied, "Upgrade", Handshake::isWebSocket),
        trait(proxied, "Connection", Handshake::hasUpgradeOption),
        proxied.sent().version());
  }

  public boolean isComplete() {
    return upgrade == Trait.RIGHT && connection == Trait.RIGHT && speaksHttp11();
  }

  public boolean hasBothFields() {
    return upgrade == Trait.RIGHT && connection == Trait.RIGHT;
  }

  boolean speaksHttp11() {
    return version.equals("HTTP/1.1");
  }

  private static Trait trait(
      Outcome.Proxied proxied, String field, java.util.function.Predicate<List<Value>> right) {
    List<Value> values = proxied.sent().all(field).stream().map(Sent.Field::value).toList();
    if (right.test(values)) {
      return Trait.RIGHT;
    }
    return HeaderSettings.of(proxied.scope(), field).isEmpty() ? Trait.MISSING : Trait.WRONG;
  }

  private static boolean isWebSocket(List<Value> values) {
    return values.size() == 1
        && (mayBeAnything(values.getFirst())
            || values.getFirst().text().strip().equalsIgnoreCase("websocket"));
  }

  private static boolean hasUpgradeOption(List<Value> values) {
    return values.stream().anyMatch(value -> mayBeAnything(value) || hasOption(value.text()));
  }

  /// A number is no word, whichever it turns out to be.
  private static boolean mayBeAnything(Value value) {
    return !value.isKnown() && NUMBERS.matcher(value.text()).replaceAll("0").contains("$");
  }

  private static boolean hasOption(String connection) {
    return Arrays.stream(connection.split(","))
        .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
  }
}
