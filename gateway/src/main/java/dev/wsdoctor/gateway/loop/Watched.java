package dev.wsdoctor.gateway.loop;

/// Who has a descriptor that a loop watches. Used by the loop's thread.
interface Watched {
  /// The kernel tells something of it.
  ///
  /// @param flags as [Epoll#flags] gives them
  void ready(int flags);

  /// The loop is about to end.
  void loopEnds();
}
