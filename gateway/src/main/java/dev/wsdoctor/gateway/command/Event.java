package dev.wsdoctor.gateway.command;

/// What moves a server that runs: a signal, or something that happens by itself.
enum Event {
  /// Ends at once.
  TERM("TERM", "signal 15 (SIGTERM) received, exiting"),
  INT("INT", "signal 2 (SIGINT) received, exiting"),
  /// Ends when the last connection has. A JVM keeps SIGQUIT for itself, so bin/gateway makes it
  /// USR2.
  QUIT("USR2", "signal 3 (SIGQUIT) received, shutting down"),
  /// Reads the configuration again.
  HUP("HUP", "signal 1 (SIGHUP) received, reconfiguring"),
  /// Opens the logs again.
  USR1("USR1", "signal 10 (SIGUSR1) received, reopening logs"),
  /// The last connection has ended after QUIT.
  DRAINED("", "exiting"),
  /// The shell that hands signals on is gone.
  ORPHANED("", "the parent process is gone, exiting");

  private final String signal;
  private final String notice;

  Event(String signal, String notice) {
    this.signal = signal;
    this.notice = notice;
  }

  /// The signal as this process gets it; empty text if it is none.
  String signal() {
    return signal;
  }

  /// What nginx logs of it.
  String notice() {
    return notice;
  }
}
