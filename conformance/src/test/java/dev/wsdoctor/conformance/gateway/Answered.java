package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Truth;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that passed everything and was answered: the truth that running would tell.
record Answered(Map<String, String> variables) implements Truth {
  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public Optional<Integer> verdict(Directive by) {
    return Optional.of(0);
  }

  @Override
  public List<UpstreamEnding> upstreamEndings() {
    return List.of();
  }

  @Override
  public Optional<Refusal> refusal() {
    return Optional.empty();
  }
}
