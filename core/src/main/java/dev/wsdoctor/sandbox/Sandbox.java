package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The confirm step: a copy of the user's configuration, run by the user's nginx on loopback with
/// recording stand-ins for upstreams.
///
/// Nothing of the user's is written, bound or called; what is made for a confirmation is gone when
/// [#confirm] returns, whichever way.
public final class Sandbox {
  private Sandbox() {}

  /// Sends the request that opens `target`, with `extraFields` replacing those of the same name,
  /// and says what nginx did with it.
  public static Confirmation confirm(
      Configuration configuration,
      Target target,
      Fields extraFields,
      NginxBinary nginx,
      Limits limits) {
    if (configuration.http().isEmpty()) {
      return new Confirmation.NotConfirmable("the configuration has no http block");
    }
    ThrowAwayCertificate certificate = ThrowAwayCertificate.make();
    try (StandIns standIns = new StandIns(certificate, limits);
        Names names = Names.of(configuration, limits)) {
      Call call = new Call(target, extraFields, limits);
      Trial trial = new Trial(configuration, target, call, nginx, limits, certificate);
      return confirm(trial, standIns, names, limits);
    } catch (IOException e) {
      return new Confirmation.NotConfirmable("the sandbox could not be set up: " + e.getMessage());
    }
  }

  /// Runs until every `proxy_pass` with variables on the way has a known value.
  private static Confirmation confirm(Trial trial, StandIns standIns, Names names, Limits limits)
      throws IOException {
    Map<Integer, String> values = new HashMap<>();
    for (int run = 0; run < limits.runs(); run++) {
      switch (trial.run(standIns, names.port(), values)) {
        case Trial.Done(Confirmation confirmation) -> {
          return confirmation;
        }
        case Trial.Learned(Map<Integer, String> learned) -> values.putAll(learned);
        case Trial.PortTaken() -> {}
      }
    }
    return new Confirmation.NotConfirmable(
        "after %d runs the destination of a proxy_pass with variables was still unknown"
            .formatted(limits.runs()));
  }

  /// The stand-in for the `resolver`, if the configuration has one.
  private record Names(Optional<NameServer> server) implements AutoCloseable {
    static Names of(Configuration configuration, Limits limits) throws IOException {
      return PrivateCopy.hasResolver(configuration)
          ? new Names(Optional.of(new NameServer(limits.stop())))
          : new Names(Optional.empty());
    }

    int port() {
      return server.map(NameServer::port).orElse(0);
    }

    @Override
    public void close() {
      server.ifPresent(NameServer::close);
    }
  }
}
