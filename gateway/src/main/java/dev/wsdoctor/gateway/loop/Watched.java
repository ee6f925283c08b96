package dev.wsdoctor.gateway.loop;

/// Who has a descriptor that a loop watches. Used by the loop's thread.
interface Watched {
  /// Of a number that nobody has.
  Watched NOBODY =
      new Watched() {
        @Override
        public void ready(int flags) {
          // it ended within this batch of events
        }

        @Override
        public void loopEnds() {
          // nothing to end
        }
      };

  /// The kernel tells something of it.
  ///
  /// @param flags as [Epoll#flags] gives them
  void ready(int flags);

  /// The loop is about to end.
  void loopEnds();
}
