package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.nginx.Upstream;
import java.util.List;

/// The servers of a group that take part in the choice.
final class Peers {
  private Peers() {}

  /// Those that are neither down nor a backup.
  static List<Upstream.Peer> ofFirstChoice(Upstream group) {
    return group.peers().stream().filter(peer -> !peer.down() && !peer.backup()).toList();
  }
}
