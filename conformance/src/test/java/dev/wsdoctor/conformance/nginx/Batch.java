package dev.wsdoctor.conformance.nginx;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.nginx.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One generated configuration and the requests to it, through both.
final class Batch {
  private static final NginxVersion VERSION = RealNginx.version();
  private static final int SERVERS = 30;
  private static final Duration CRASH_LOG_LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final List<String> FILES =
      List.of("f.txt", "a/f.txt", "b/c/f.txt", "ws.txt", "sub/a/f.txt", "sub/f.txt", "a/b");

  private final int seed;
  private final Random random;
  private final List<Integer> ports = Stream.generate(Ports::free).limit(3).toList();
  private final List<String> differences = new ArrayList<>();
  private int crashes;
  private int overruns;

  private Batch(int seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /// What differed, and how often there was nothing to compare: nginx itself crashed, or wrote past
  /// the end of its memory without crashing.
  record Result(List<String> differences, int crashes, int overruns) {}

  static Result run(int seed, int requests) throws IOException {
    Batch batch = new Batch(seed);
    batch.run(requests);
    return new Result(batch.differences, batch.crashes, batch.overruns);
  }

  private void run(int requests) throws IOException {
    List<EchoBackend> backends =
        Stream.generate(Ports::free).limit(3).map(EchoBackend::start).toList();
    try (TemporaryFolder root = TemporaryFolder.create("root")) {
      FILES.forEach(file -> root.write(file, "file /" + file + "\n"));
      List<Integer> upstreams = backends.stream().map(EchoBackend::port).toList();
      String text =
          new ConfigurationGenerator(random, ports, upstreams)
              .generate(SERVERS, root.path().toString());
      try (RealNginx nginx = RealNginx.start(text)) {
        Files.writeString(nginx.folder().resolve("users"), "user:{PLAIN}secret\n");
        compare(text, requests, root.path(), nginx);
      }
    } finally {
      backends.forEach(EchoBackend::close);
    }
  }

  private void compare(String text, int requests, Path root, RealNginx real) throws IOException {
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    Nginx nginx = Nginx.of(configuration, VERSION);
    RequestGenerator generator = new RequestGenerator(random, ports);
    for (int i = 0; i < requests; i++) {
      Asked asked = generator.next();
      boolean head = asked.request().method().equals("HEAD");
      String theirs = Seen.answer(asked.send(), head);
      Connection connection = Connection.plain(asked.address(), asked.port());
      Decision decision = nginx.decide(connection, asked.request(), Batch::kind);
      String ours = Seen.decision(decision, head, root);
      if (theirs.equals(ours)) {
        continue;
      }
      if (theirs.equals("closed") && hasCrashed(real)) {
        crashes++;
      } else if (writesPastTheEnd(decision)) {
        overruns++;
      } else {
        differences.add(describe(i, asked, theirs, ours, decision));
      }
    }
  }

  /// What nginx 1.22 does then depends on what lies behind the request in its memory.
  private static boolean writesPastTheEnd(Decision decision) {
    return decision.steps().stream()
        .anyMatch(
            step ->
                step.phase() == Phase.CONTENT
                    && step.because().equals(AnswerReason.OUTGROWN.because()));
  }

  /// nginx 1.22 reads beyond the URI where try_files made it shorter than the location's name; the
  /// master logs the end of the worker a little later.
  private boolean hasCrashed(RealNginx real) {
    Instant end = Instant.now().plus(CRASH_LOG_LIMIT);
    while (Instant.now().isBefore(end)) {
      if (real.errorLog().split("exited on signal", -1).length - 1 > crashes) {
        return true;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return false;
  }

  private String describe(int number, Asked asked, String theirs, String ours, Decision decision) {
    return "seed %d, request %d to %s:%d%n%s%nnginx: %s%nwe: %s%nlocation: %s%nsteps:%n%s%n"
        .formatted(
            seed,
            number,
            asked.address(),
            asked.port(),
            asked.wire(),
            theirs,
            ours,
            decision.location().map(l -> l.directive().range().text()).orElse("none"),
            decision.steps().stream().map(Batch::line).collect(Collectors.joining("\n")));
  }

  private static String line(Step step) {
    String place = step.place().map(p -> ":" + p.line()).orElse("");
    return "  %s <- %s %s".formatted(step.what(), step.because(), place);
  }

  private static FileView.Kind kind(String path) {
    Path file = Path.of(path);
    if (Files.isDirectory(file)) {
      return FileView.Kind.DIRECTORY;
    }
    return Files.exists(file) ? FileView.Kind.FILE : FileView.Kind.ABSENT;
  }
}
