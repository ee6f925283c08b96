package dev.wsdoctor.conformance;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import dev.wsdoctor.conformance.Product.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// The product running in a thread of its own, for commands that go on until something happens.
final class RunningProduct {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(5);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FutureTask<Integer> exitCode;

  private RunningProduct(List<String> arguments) {
    Environment environment =
        new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of());
    exitCode = new FutureTask<>(() -> new Main(Engine.real()).run(arguments, environment));
    Thread.ofPlatform().daemon().name("product").start(exitCode);
  }

  /// Starts it and returns when it has said `word` on standard error.
  static RunningProduct start(String word, List<String> arguments) {
    RunningProduct product = new RunningProduct(arguments);
    product.await(product.err, word);
    return product;
  }

  /// Returns when `word` stands in its output.
  void awaitOutput(String word) {
    await(out, word);
  }

  private void await(ByteArrayOutputStream stream, String word) {
    Instant end = Instant.now().plus(LIMIT);
    while (!stream.toString(StandardCharsets.UTF_8).contains(word)) {
      if (Instant.now().isAfter(end) || exitCode.isDone()) {
        throw new AssertionError(
            "waited for '%s', and it said: %s"
                .formatted(word, out.toString(StandardCharsets.UTF_8) + err));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// Waits until it ends by itself.
  Run end() {
    try {
      int code = exitCode.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("it did not end; it said: " + out + err, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
