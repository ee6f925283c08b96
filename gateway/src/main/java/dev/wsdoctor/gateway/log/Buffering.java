package dev.wsdoctor.gateway.log;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `buffer=`, `flush=` and `gzip` of an access log.
///
/// @param flush after which a buffer is written though it is not full; zero for never
/// @param gzip the level of compression; 0 for none
record Buffering(int size, Duration flush, int gzip) {
  private static final int GZIP_BUFFER = 64 * 1024;
  private static final int BEST_SPEED = 1;

  static Optional<Buffering> of(Directive accessLog) {
    long size = 0;
    long flush = 0;
    int gzip = 0;
    List<String> parameters = accessLog.parameters();
    for (String parameter : parameters.subList(Math.min(2, parameters.size()), parameters.size())) {
      int equals = parameter.indexOf('=');
      String value = parameter.substring(equals + 1);
      switch (equals < 0 ? parameter : parameter.substring(0, equals)) {
        case "buffer" -> size = Quantities.size(value).orElse(0);
        case "flush" -> flush = Quantities.milliseconds(value).orElse(0);
        case "gzip" -> {
          gzip = equals < 0 ? BEST_SPEED : (int) Quantities.number(value).orElse(BEST_SPEED);
          size = size == 0 ? GZIP_BUFFER : size;
        }
        default -> {}
      }
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(new Buffering((int) Math.min(size, 1 << 30), Duration.ofMillis(flush), gzip));
  }
}
