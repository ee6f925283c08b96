package dev.wsdoctor.gateway.upstream;

/// A peer that has answered and stays connected, to be given back when that ends: all that is left
/// of a [PeerChoice] for the length of a tunnel. May be used by many threads.
///
/// @param isSingle as [Candidates#isSingle] says
public record HeldPeer(PeerGroup group, Peer peer, boolean isSingle) {
  /// Gives the peer back, which has done well.
  public void release() {
    synchronized (group) {
      peer.disconnect();
      if (!isSingle) {
        peer.succeed();
      }
    }
  }
}
