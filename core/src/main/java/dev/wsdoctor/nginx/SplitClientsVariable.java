package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.nio.charset.StandardCharsets;

/// A `split_clients` block: shares of the 32-bit MurmurHash2 of a value
/// (`ngx_http_split_clients_variable`).
final class SplitClientsVariable implements Variables.Source {
  private static final int MULTIPLIER = 0x5bd1e995;

  private final Directive directive;
  private final ComplexValue source;

  private SplitClientsVariable(Directive directive) {
    this.directive = directive;
    this.source = ComplexValue.of(directive.parameter());
  }

  static SplitClientsVariable of(Directive splitClients) {
    return new SplitClientsVariable(splitClients);
  }

  @Override
  public Value value(RequestState state) {
    Value of = source.evaluate(state);
    if (of instanceof Value.Unknown(String _, String why)) {
      return new Value.Unknown(directive.lastParameter(), why);
    }
    long hash = Integer.toUnsignedLong(hash(of.text()));
    long hundredths = 0;
    for (Directive part : directive.body().toList()) {
      if (part.is("*")) {
        return ComplexValue.of(part.parameter()).evaluate(state);
      }
      hundredths += hundredths(part.name());
      if (hash < (hundredths * 0xffff_ffffL / 10_000 & 0xffff_ffffL)) {
        return ComplexValue.of(part.parameter()).evaluate(state);
      }
    }
    return Value.of("");
  }

  /// `0.5%` is 50.
  private static long hundredths(String percent) {
    String[] parts = percent.replace("%", "").split("\\.", 2);
    String fraction = parts.length > 1 ? (parts[1] + "00").substring(0, 2) : "00";
    String digits = parts[0] + fraction;
    return digits.matches("[0-9]{1,7}") ? Long.parseLong(digits) : 0;
  }

  /// MurmurHash2, little-endian, seed 0.
  static int hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int hash = bytes.length;
    int i = 0;
    for (; i + 4 <= bytes.length; i += 4) {
      int k = word(bytes, i, 4) * MULTIPLIER;
      k = (k ^ k >>> 24) * MULTIPLIER;
      hash = hash * MULTIPLIER ^ k;
    }
    if (i < bytes.length) {
      hash = (hash ^ word(bytes, i, bytes.length - i)) * MULTIPLIER;
    }
    hash = (hash ^ hash >>> 13) * MULTIPLIER;
    return hash ^ hash >>> 15;
  }

  private static int word(byte[] bytes, int from, int length) {
    int word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[from + i] & 0xff) << (8 * i);
    }
    return word;
  }
}
