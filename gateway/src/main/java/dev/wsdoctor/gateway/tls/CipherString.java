package dev.wsdoctor.gateway.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reads a cipher string as `SSL_CTX_set_cipher_list` does (`ssl_create_cipher_list` of OpenSSL
/// 3.0): `HIGH:!aNULL:!MD5`, `EECDH+AESGCM`, `-SHA`, `+3DES`, `@STRENGTH`.
final class CipherString {
  private static final List<CipherSuite> KNOWN = load();
  private static final String DEFAULT = "DEFAULT";
  private static final String DEFAULT_MEANS = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";
  private static final String LEVEL = "@SECLEVEL=";

  /// All that are not killed, in order; those in force are in `active`.
  private final List<CipherSuite> order = new ArrayList<>(KNOWN);

  private final Set<CipherSuite> active = new HashSet<>();

  private CipherString() {}

  /// The suites below TLS 1.3 in order of preference; none is an error for OpenSSL.
  static List<CipherSuite> suites(String text) {
    var state = new CipherString();
    String rest = text;
    if (text.startsWith(DEFAULT)) {
      state.run(DEFAULT_MEANS);
      rest = text.substring(DEFAULT.length());
    }
    state.run(rest);
    return state.order.stream().filter(state.active::contains).toList();
  }

  /// The security level that the string sets, if it does (`@SECLEVEL=0`).
  static Optional<Integer> securityLevel(String text) {
    int at = text.lastIndexOf(LEVEL);
    int digit = at < 0 ? -1 : at + LEVEL.length();
    return digit > 0 && digit < text.length() && Character.isDigit(text.charAt(digit))
        ? Optional.of(Character.digit(text.charAt(digit), 10))
        : Optional.empty();
  }

  /// The suite of that name of IANA, if OpenSSL knows one below TLS 1.3.
  static Optional<CipherSuite> byStandardName(String name) {
    return KNOWN.stream().filter(suite -> suite.standardName().equals(name)).findFirst();
  }

  /// The suite of that number, if OpenSSL knows one below TLS 1.3.
  static Optional<CipherSuite> byNumber(int number) {
    return KNOWN.stream().filter(suite -> suite.number() == number).findFirst();
  }

  private void run(String rules) {
    for (String rule : rules.split("[: ,;]+", -1)) {
      if (!rule.isEmpty()) {
        apply(rule.replaceFirst("@SECLEVEL=.*", ""));
      }
    }
  }

  private void apply(String rule) {
    if (rule.equals("@STRENGTH")) {
      sortByStrength();
    } else if (!rule.isEmpty()) {
      char sign = rule.charAt(0);
      boolean signed = sign == '-' || sign == '+' || sign == '!';
      matching(signed ? rule.substring(1) : rule)
          .ifPresent(suites -> move(signed ? sign : ' ', suites));
    }
  }

  private void move(char sign, Predicate<CipherSuite> matching) {
    switch (sign) {
      case '!' -> order.removeIf(matching);
      case '-' -> toHead(order.stream().filter(active::contains).filter(matching).toList());
      case '+' -> toTail(order.stream().filter(active::contains).filter(matching).toList());
      default -> {
        List<CipherSuite> added =
            order.stream().filter(suite -> !active.contains(suite)).filter(matching).toList();
        toTail(added);
        active.addAll(added);
      }
    }
  }

  /// `CIPHER_DEL`: out of force, but first when it is asked for again.
  private void toHead(List<CipherSuite> suites) {
    order.removeAll(suites);
    order.addAll(0, suites);
    suites.forEach(active::remove);
  }

  private void toTail(List<CipherSuite> suites) {
    order.removeAll(suites);
    order.addAll(suites);
  }

  private void sortByStrength() {
    toTail(
        order.stream()
            .filter(active::contains)
            .sorted(Comparator.comparingInt(CipherSuite::strength).reversed())
            .toList());
  }

  /// `A+B`: what is both; a rule with a word that is not known counts for nothing.
  private static Optional<Predicate<CipherSuite>> matching(String words) {
    Predicate<CipherSuite> all = _ -> true;
    for (String word : words.split("\\+", -1)) {
      Optional<Predicate<CipherSuite>> one = CipherAliases.find(word).or(() -> suite(word));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      all = all.and(one.get());
    }
    return Optional.of(all);
  }

  private static Optional<Predicate<CipherSuite>> suite(String name) {
    return KNOWN.stream()
        .filter(suite -> suite.name().equals(name))
        .findFirst()
        .map(found -> suite -> suite.equals(found));
  }

  private static List<CipherSuite> load() {
    try (InputStream in =
            Objects.requireNonNull(
                CipherString.class.getResourceAsStream("ciphers.tsv"), "ciphers.tsv is missing");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return reader.lines().filter(row -> !row.startsWith("#")).map(CipherSuite::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
