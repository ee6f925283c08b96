package dev.wsdoctor.gateway.support;

/// What the gateway makes of a directive.
public sealed interface Verdict {
  /// It does what nginx does.
  record Executed() implements Verdict {}

  /// It does not, and nobody can tell the difference, for that reason.
  record Harmless(String reason) implements Verdict {}

  /// It does not, and says so.
  ///
  /// @param what the directive, or the directive and the parameter: `listen ... quic`
  record Refused(String what, String reason) implements Verdict {}
}
