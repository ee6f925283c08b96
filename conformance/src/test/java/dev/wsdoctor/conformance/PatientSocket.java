package dev.wsdoctor.conformance;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.ProbeTarget;
import java.time.Duration;

/// Opens sockets of the product's own client, with more time than a busy machine takes.
final class PatientSocket {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Limits LIMITS =
      new Limits(
          PATIENCE,
          PATIENCE,
          PATIENCE,
          PATIENCE,
          PATIENCE,
          PATIENCE.multipliedBy(3),
          Limits.DEFAULT.headBytes(),
          Limits.DEFAULT.bodyBytes(),
          Limits.DEFAULT.messageBytes());

  private PatientSocket() {}

  static LiveSocket open(String url) {
    Target target =
        switch (Target.parse(url)) {
          case Target.Parsed.Valid(Target valid) -> valid;
          case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
        };
    return switch (LiveSocket.open(ProbeTarget.through(target), Fields.NONE, LIMITS)) {
      case Opening.Open(LiveSocket socket, var _) -> socket;
      case Opening.Failed(var seen) -> throw new AssertionError(seen.toString());
    };
  }
}
