package dev.wsdoctor.app.cli;

/// What the process says to the shell; part of the contract.
final class ExitCode {
  static final int HEALTHY = 0;
  static final int BROKEN = 1;
  static final int UNUSABLE = 2;
  static final int INTERNAL = 3;

  private ExitCode() {}
}
