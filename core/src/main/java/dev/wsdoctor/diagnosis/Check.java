package dev.wsdoctor.diagnosis;

import java.util.Optional;

/// One line of the troubleshooting checklist: the setting, the value found, where it comes from
/// (`file:line`, absent for a default), and whether it is right.
public record Check(String name, String found, Optional<String> where, Result result) {
  /// The mark in front of the line.
  public enum Result {
    GOOD,
    BAD,
    UNKNOWN
  }
}
