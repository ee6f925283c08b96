package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.Method;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The servers that one proxied request goes to, one after another. Used by one thread.
final class Peers {
  private final UpstreamGroup group;
  private final PeerChoice choice;
  private final NextUpstream rule;
  private final InstantSource clock;
  private boolean holdsOne;

  private Peers(UpstreamGroup group, PeerChoice choice, NextUpstream rule, InstantSource clock) {
    this.group = group;
    this.choice = choice;
    this.rule = rule;
    this.clock = clock;
  }

  static Peers of(Recipient exchange, Execution execution, Outcome.Proxied proxied) {
    Site site = exchange.site();
    UpstreamGroup group = site.upstreams().of(proxied.target(), execution);
    PeerGroup peers = group.peers();
    String key = peers.method() instanceof Method.ByKey by ? execution.text(by.key()) : "";
    PeerChoice choice = peers.choice(exchange.clientAddress(), key, ThreadLocalRandom.current());
    NextUpstream rule = NextUpstream.of(proxied.scope());
    choice.limitTries(rule.tries());
    return new Peers(group, choice, rule, site.clock());
  }

  /// As messages and variables name the group when nobody in it can be asked.
  String name() {
    return group.peers().name();
  }

  /// The connections of a loop that wait for another request; nothing where none are kept.
  Optional<IdleConnections> idle(EventExecutor loop) {
    return group.idle(loop);
  }

  /// The next one; nothing when there are no live upstreams.
  Optional<Peer> next() {
    Optional<Peer> peer = choice.next(clock.instant());
    holdsOne = peer.isPresent();
    return peer;
  }

  /// As [NextUpstream.Try] has it.
  int tries() {
    return choice.tries();
  }

  /// Whether another is asked after the current one, which is not given back yet, has failed so
  /// (`ngx_http_upstream_next`).
  boolean goesOn(Failure failure, NextUpstream.Try last) {
    return rule.goesOn(failure, last);
  }

  /// Gives the current one back that has failed so. True if it is left out from now on.
  boolean failed(Failure failure, NextUpstream.Try last) {
    boolean leftOut = release(failure.release());
    if (last.kept() && failure == Failure.ERROR) {
      choice.addTry();
    }
    return leftOut;
  }

  /// What keeps an answer from the client and has another one asked
  /// (`ngx_http_upstream_test_next`).
  Optional<Failure> passesOver(int status, NextUpstream.Try last) {
    return Failure.ofStatus(status).filter(failure -> rule.goesOn(failure, last));
  }

  /// Gives the current one back, if there is one. True if it is left out from now on.
  boolean release(PeerChoice.Release how) {
    boolean held = holdsOne;
    holdsOne = false;
    return held && choice.release(how, clock.instant());
  }
}
