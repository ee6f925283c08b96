package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Handshake.Trait;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The faults of the fields that make a request an opening handshake. Each hop that spoils them has
/// exactly one of them; this class tells which, the rules put it into words.
public final class HandshakeRules {
  /// What spoils the handshake's fields at one hop.
  public enum Fault {
    NONE,
    LOST_BY_INHERITANCE,
    INCLUDE_OUTDATED,
    BOTH_MISSING,
    ONE_MISSING,
    UPGRADE_WRONG,
    CONNECTION_WRONG
  }

  private HandshakeRules() {}

  public static Fault of(Outcome.Proxied proxied) {
    Handshake handshake = Handshake.of(proxied);
    if (handshake.hasBothFields()) {
      return Fault.NONE;
    }
    if (isLost(proxied.scope(), handshake)) {
      return Fault.LOST_BY_INHERITANCE;
    }
    if (handshake.upgrade() == Trait.WRONG) {
      return Fault.UPGRADE_WRONG;
    }
    if (handshake.connection() == Trait.WRONG) {
      return Fault.CONNECTION_WRONG;
    }
    if (handshake.upgrade() == Trait.MISSING && handshake.connection() == Trait.MISSING) {
      return SharedInclude.of(proxied.scope()).isPresent()
          ? Fault.INCLUDE_OUTDATED
          : Fault.BOTH_MISSING;
    }
    return Fault.ONE_MISSING;
  }

  private static boolean isLost(Scope scope, Handshake handshake) {
    List<Directive> lost = HeaderSettings.lost(scope);
    return isLost(lost, "Upgrade", handshake.upgrade())
        || isLost(lost, "Connection", handshake.connection());
  }

  private static boolean isLost(List<Directive> lost, String field, Trait trait) {
    return trait == Trait.MISSING
        && lost.stream()
            .filter(directive -> HeaderSettings.sets(directive, field))
            .anyMatch(directive -> !HeaderSettings.value(directive).isEmpty());
  }

  /// One finding for all hops with a fault: worded after the first, with the places of each and one
  /// fix for the whole handshake.
  static List<Finding> report(
      Subject subject,
      Fault fault,
      Function<Outcome.Proxied, Finding> words,
      Function<Outcome.Proxied, Stream<Place>> places) {
    return report(subject, with(subject, fault), words, places);
  }

  static List<Finding> report(
      Subject subject,
      List<Outcome.Proxied> hops,
      Function<Outcome.Proxied, Finding> words,
      Function<Outcome.Proxied, Stream<Place>> places) {
    if (hops.isEmpty()) {
      return List.of();
    }
    Finding placed = words.apply(hops.getFirst()).at(hops.stream().flatMap(places).toList());
    return List.of(HandshakeMend.of(subject).map(placed::mendedBy).orElse(placed));
  }

  /// The proxying outcomes of a subject that have this fault.
  static List<Outcome.Proxied> with(Subject subject, Fault fault) {
    return subject
        .proxied()
        .filter(proxied -> of(proxied) == fault && !Forgiven.by(subject, proxied))
        .toList();
  }

  /// Where the location begins whose request is spoilt.
  public static Place place(Outcome.Proxied proxied) {
    return Place.of(HandshakeMend.locationOf(proxied.scope()).block().head());
  }

  public static String title(Outcome.Proxied proxied) {
    return BlockTitle.of(HandshakeMend.locationOf(proxied.scope()));
  }
}
