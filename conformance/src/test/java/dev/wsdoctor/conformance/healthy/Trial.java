package dev.wsdoctor.conformance.healthy;

/// What became of the socket through one version of a configuration.
public sealed interface Trial {
  /// 101 with all that belongs to it, from the backend that is meant, and bytes flow.
  record Opened() implements Trial {}

  /// nginx runs and the socket does not open.
  record Failed(String seen) implements Trial {}

  /// nginx refuses the configuration.
  record NotLoaded(String said) implements Trial {}

  default boolean opens() {
    return this instanceof Opened;
  }
}
