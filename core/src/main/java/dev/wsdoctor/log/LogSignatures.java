package dev.wsdoctor.log;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The catalogue of the error log's sentences that matter to a WebSocket. The special ones stand in
/// front of the general ones: the first that fits a line is its meaning.
public final class LogSignatures {
  private static final List<LogSignature> ALL =
      Stream.of(
              TunnelSignatures.ALL,
              UpstreamTlsSignatures.ALL,
              ConnectSignatures.ALL,
              AnswerSignatures.ALL,
              RefusalSignatures.ALL,
              ProcessSignatures.ALL)
          .flatMap(List::stream)
          .toList();

  private LogSignatures() {}

  public static List<LogSignature> all() {
    return ALL;
  }

  public static Optional<LogSignature> of(ErrorEntry entry) {
    for (LogSignature signature : ALL) {
      if (signature.fits(entry)) {
        return Optional.of(signature);
      }
    }
    return Optional.empty();
  }
}
