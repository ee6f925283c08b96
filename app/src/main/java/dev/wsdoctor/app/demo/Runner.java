package dev.wsdoctor.app.demo;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.sandbox.NginxBinary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What runs a configuration: nginx, or wsdoctor's gateway in its place.
public record Runner(NginxBinary nginx) {
  /// As in a sentence.
  String name() {
    return nginx.gateway() ? "wsdoctor's gateway" : "nginx";
  }

  /// As a person types it.
  String command() {
    return nginx.gateway() ? "wsdoctor gateway" : "nginx";
  }

  Path program() {
    return nginx.path();
  }

  /// The first words of a command that runs it.
  List<String> words() {
    return nginx.command();
  }

  /// The release to ask about; nothing where the program says that itself.
  Optional<NginxVersion> release() {
    return nginx.gateway() ? Optional.of(nginx.version()) : Optional.empty();
  }

  /// Why it cannot play this scenario, in a sentence; nothing if it can.
  public Optional<String> obstacle(Scenario scenario) {
    return nginx.gateway()
        ? scenario.refusalOfGateway().map("the gateway cannot play this: "::concat)
        : scenario
            .lastRelease()
            .filter(last -> nginx.version().compareTo(last) > 0)
            .map(
                last ->
                    "nginx %s does not fail in this way, the last that did was %s; --engine gateway plays it"
                        .formatted(nginx.version(), last));
  }

  /// As a release that fails in the way of this scenario.
  Runner playing(Scenario scenario) {
    return new Runner(
        scenario
            .lastRelease()
            .filter(last -> nginx.version().compareTo(last) > 0)
            .map(nginx::as)
            .orElse(nginx));
  }
}
