package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A tunnel moves at most `proxy_buffer_size` at a time, which slows large messages down.
///
/// It is said only where something tells of large messages: a remote desktop's path, or settings by
/// which the author wanted to make room for them.
public final class TunnelBufferSmall implements Rule {
  private static final int SMALL = 16 * 1024;
  private static final int KILOBYTES = 64;
  private static final Set<String> REMOTE_DESKTOPS =
      Set.of("websockify", "vncwebsocket", "vnc", "novnc", "guacamole", "websocket-tunnel", "kasm");

  @Override
  public String id() {
    return "tunnel-buffer-small";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> Handshake.of(hop).hasBothFields())
        .filter(hop -> hop.tunnel().bufferSize().value() < SMALL)
        .filter(hop -> isRemoteDesktop(subject) || wantsRoom(subject, hop))
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private static boolean isRemoteDesktop(Subject subject) {
    return Stream.of(subject.target().path().toLowerCase(Locale.ROOT).split("/"))
        .anyMatch(REMOTE_DESKTOPS::contains);
  }

  private static boolean wantsRoom(Subject subject, Outcome.Proxied hop) {
    return SocketLocations.isDedicated(subject, hop)
        && Stream.of("client_max_body_size", "proxy_buffers")
            .anyMatch(name -> isWrittenIn(HandshakeMend.locationOf(hop.scope()).block(), name));
  }

  private static boolean isWrittenIn(Directive location, String name) {
    return location.children().stream().anyMatch(child -> child.is(name));
  }

  private Finding finding(Outcome.Proxied hop) {
    return Finding.of(
            id(),
            Severity.NOTE,
            0.25,
            "large messages move through %s in pieces of %s bytes"
                .formatted(HandshakeRules.title(hop), hop.tunnel().bufferSize().value()),
            "Each direction of a tunnel has one buffer of proxy_buffer_size; messages of 64 KiB were measured six times"
                + " as fast with 64k. proxy_buffers goes with it, or nginx refuses to start.")
        .at(
            hop.tunnel()
                .bufferSize()
                .directive()
                .map(line -> Place.of(line.head()))
                .orElseGet(() -> HandshakeRules.place(hop)))
        .mendedBy(
            Fix.safe(
                "give the tunnels of %s a larger buffer".formatted(HandshakeRules.title(hop)),
                BufferMend.edits(hop, KILOBYTES)));
  }
}
