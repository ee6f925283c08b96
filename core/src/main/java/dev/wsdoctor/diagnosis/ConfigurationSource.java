package dev.wsdoctor.diagnosis;

import java.nio.file.Path;

/// Where the configuration to be judged comes from.
public sealed interface ConfigurationSource {
  /// Nobody said: the running nginx's file, else the one its binary was built to read.
  record Installed() implements ConfigurationSource {}

  /// Nobody said, and the URL leads to another machine: there is none to read.
  record Elsewhere() implements ConfigurationSource {}

  /// `-c FILE`
  record File(Path path) implements ConfigurationSource {}

  /// `-c -`: what `nginx -T` printed, one char per byte.
  record Dump(String text) implements ConfigurationSource {}
}
