package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.Method;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The servers that one proxied request goes to, one after another. Used by one thread.
final class Peers {
  private final PeerGroup group;
  private final PeerChoice choice;
  private final NextUpstream rule;
  private final InstantSource clock;
  private boolean holdsOne;

  private Peers(PeerGroup group, PeerChoice choice, NextUpstream rule, InstantSource clock) {
    this.group = group;
    this.choice = choice;
    this.rule = rule;
    this.clock = clock;
  }

  static Peers of(Recipient exchange, Execution execution, Outcome.Proxied proxied) {
    Site site = exchange.site();
    PeerGroup group = site.upstreams().of(proxied.target(), execution);
    String key = group.method() instanceof Method.ByKey by ? execution.text(by.key()) : "";
    PeerChoice choice = group.choice(exchange.clientAddress(), key, ThreadLocalRandom.current());
    NextUpstream rule = NextUpstream.of(proxied.scope());
    choice.limitTries(rule.tries());
    return new Peers(group, choice, rule, site.clock());
  }

  /// As messages and variables name the group when nobody in it can be asked.
  String name() {
    return group.name();
  }

  /// The next one; nothing when there are no live upstreams.
  Optional<Peer> next() {
    Optional<Peer> peer = choice.next(clock.instant());
    holdsOne = peer.isPresent();
    return peer;
  }

  /// Whether another is asked after the current one, which is not released yet, has failed so.
  ///
  /// @param unbuffered whether the body cannot be sent again
  boolean goOn(Failure failure, String method, boolean sent, boolean unbuffered, Duration elapsed) {
    return rule.goesOn(
        failure, new NextUpstream.Try(method, choice.tries(), sent, unbuffered, false, elapsed));
  }

  /// Gives the current one back, if there is one.
  void release(PeerChoice.Release how) {
    if (holdsOne) {
      holdsOne = false;
      choice.release(how, clock.instant());
    }
  }
}
