package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.limit.ConnectionLimits;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.WrittenPlace;
import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.gateway.upstream.HeldPeer;
import dev.wsdoctor.nginx.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is left to do when a tunnel has ended of which no access log wants to know: so little that
/// the request itself need not be kept until then.
///
/// @param place as lines of the error log name it; absent where none is written
/// @param peer to be given back
record UnloggedTunnel(
    Site site,
    Scope scope,
    Optional<WrittenPlace> place,
    Optional<HeldPeer> peer,
    List<ConnectionLimits.Lease> leases)
    implements Consumer<Ending> {
  UnloggedTunnel {
    leases = List.copyOf(leases);
  }

  @Override
  public void accept(Ending ending) {
    TunnelRemarks.of(ending).ifPresent(this::say);
    peer.ifPresent(HeldPeer::release);
    leases.forEach(ConnectionLimits.Lease::end);
  }

  private void say(Message message) {
    Instant now = site.clock().instant();
    place.ifPresent(where -> site.logs().ifPresent(logs -> logs.error(scope, message, where, now)));
  }
}
