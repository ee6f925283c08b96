package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Generated configurations and requests, decided by us and done by nginx. `-Dwsdoctor.full=true`
/// runs 20,000 pairs; `-Dwsdoctor.seed=N` one batch.
class EvaluatorConformanceTest {
  private static final NginxVersion DEBIAN = new NginxVersion(1, 22, 1);
  private static final int BATCHES = Boolean.getBoolean("wsdoctor.full") ? 20 : 1;
  private static final int REQUESTS = Boolean.getBoolean("wsdoctor.full") ? 1_000 : 600;
  private static final int SERVERS = 30;
  private static final int SHOWN = 60;

  @Test
  void predictionAndNginxAgree() throws IOException {
    RealParts.needNginx();
    List<String> differences = new ArrayList<>();
    int first = Integer.getInteger("wsdoctor.seed", 1);
    int pairs = 0;
    for (int seed = first; seed < first + BATCHES; seed++) {
      pairs += batch(seed, differences);
    }
    assertThat(differences.stream().limit(SHOWN))
        .as("%d differences in %d pairs", differences.size(), pairs)
        .isEmpty();
  }

  private static int batch(int seed, List<String> differences) throws IOException {
    Random random = new Random(seed);
    List<Integer> ports = Stream.generate(Ports::free).limit(3).toList();
    List<EchoBackend> backends =
        Stream.generate(Ports::free).limit(3).map(EchoBackend::start).toList();
    try (TemporaryFolder root = TemporaryFolder.create("root")) {
      for (String file :
          List.of("f.txt", "a/f.txt", "b/c/f.txt", "ws.txt", "sub/a/f.txt", "sub/f.txt", "a/b")) {
        root.write(file, "file /" + file + "\n");
      }
      List<Integer> backendPorts = backends.stream().map(EchoBackend::port).toList();
      String text =
          new ConfigurationGenerator(random, ports, backendPorts)
              .generate(SERVERS, root.path().toString());
      RequestGenerator requests = new RequestGenerator(random, ports);
      Files.writeString(Path.of("target", "differential-" + seed + ".conf"), text);
      try (RealNginx nginx = RealNginx.start(text)) {
        Files.writeString(nginx.folder().resolve("users"), "user:{PLAIN}secret\n");
        compare(seed, text, requests, root.path(), differences);
      }
    } finally {
      backends.forEach(EchoBackend::close);
    }
    return REQUESTS;
  }

  private static void compare(
      int seed, String text, RequestGenerator requests, Path root, List<String> differences)
      throws IOException {
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    Nginx nginx = Nginx.of(configuration, DEBIAN);
    FileView files = path -> kind(Path.of(path));
    for (int i = 0; i < REQUESTS; i++) {
      Asked asked = requests.next();
      boolean head = asked.request().method().equals("HEAD");
      String theirs = Seen.answer(asked.send(), head);
      var decision =
          nginx.decide(Connection.plain(asked.address(), asked.port()), asked.request(), files);
      String ours = Seen.decision(decision, head, root);
      if (!theirs.equals(ours)) {
        differences.add(
            "seed %d, request %d to %s:%d%n%s%nnginx: %s%nwe: %s%nlocation: %s%nsteps: %s%n"
                .formatted(
                    seed,
                    i,
                    asked.address(),
                    asked.port(),
                    asked.wire(),
                    theirs,
                    ours,
                    decision.location().map(l -> l.directive().range().text()).orElse("none"),
                    steps(decision)));
      }
    }
  }

  private static String steps(dev.wsdoctor.nginx.Decision decision) {
    StringBuilder out = new StringBuilder();
    decision
        .steps()
        .forEach(
            s ->
                out.append("\n  ")
                    .append(s.what())
                    .append(" <- ")
                    .append(s.because())
                    .append(s.place().map(p -> " :" + p.line()).orElse("")));
    return out.toString();
  }

  private static FileView.Kind kind(Path path) {
    if (Files.isDirectory(path)) {
      return FileView.Kind.DIRECTORY;
    }
    return Files.exists(path) ? FileView.Kind.FILE : FileView.Kind.ABSENT;
  }
}
