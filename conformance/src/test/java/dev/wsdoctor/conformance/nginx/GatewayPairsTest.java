package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The generated configurations and requests of the evaluator's test, live through nginx and
/// through the gateway: the same answers to the byte, and what the upstreams echo with them.
/// `-Dwsdoctor.full=true` runs 2,000 pairs, `-Dwsdoctor.seed=N` begins with another seed.
class GatewayPairsTest {
  private static final boolean FULL = Boolean.getBoolean("wsdoctor.full");
  private static final int BATCHES = FULL ? 10 : 1;
  private static final int REQUESTS = 200;
  private static final int SERVERS = 30;
  private static final int SHOWN = 5;
  private static final List<String> FILES =
      List.of("f.txt", "a/f.txt", "b/c/f.txt", "ws.txt", "sub/a/f.txt", "sub/f.txt", "a/b");

  @Test
  void theGatewayAnswersAsNginxDoes() throws IOException {
    RealParts.needNginx();
    int first = Integer.getInteger("wsdoctor.seed", 1);
    List<String> differences = new ArrayList<>();
    for (int seed = first; seed < first + BATCHES; seed++) {
      differences.addAll(compare(seed));
    }
    assertThat(differences.stream().limit(SHOWN))
        .as("%d differences in %d pairs", differences.size(), BATCHES * REQUESTS)
        .isEmpty();
  }

  private static List<String> compare(int seed) throws IOException {
    Random random = new Random(seed);
    List<Integer> ports = Stream.generate(Ports::free).limit(3).toList();
    List<EchoBackend> backends =
        Stream.generate(Ports::free).limit(3).map(EchoBackend::start).toList();
    try (TemporaryFolder root = TemporaryFolder.create("root")) {
      FILES.forEach(file -> root.write(file, "file /" + file + "\n"));
      List<Integer> upstreams = backends.stream().map(EchoBackend::port).toList();
      String text =
          new ConfigurationGenerator(random, ports, upstreams)
              .generate(SERVERS, root.path().toString())
              .replace("autoindex on;\n", ""); // which the gateway refuses
      RequestGenerator generator = new RequestGenerator(random, ports);
      List<Asked> asked = Stream.generate(generator::next).limit(REQUESTS).toList();
      return differences(seed, asked, throughNginx(text, asked), throughGateway(text, asked));
    } finally {
      backends.forEach(EchoBackend::close);
    }
  }

  private static List<String> throughNginx(String text, List<Asked> asked) throws IOException {
    TemporaryFolder folder = folder(text);
    try (RealNginx nginx = RealNginx.startIn(folder)) {
      assertThat(nginx.pid()).isPositive();
      return answers(asked);
    }
  }

  private static TemporaryFolder folder(String text) {
    TemporaryFolder folder = TemporaryFolder.create("pairs");
    folder.write("nginx.conf", text);
    folder.write("users", "user:{PLAIN}secret\n");
    return folder;
  }

  private static List<String> throughGateway(String text, List<Asked> asked) throws IOException {
    try (TemporaryFolder folder = folder(text)) {
      String prefix = folder.path() + "/";
      Configuration configuration =
          Configuration.load(new DiskFiles(), prefix + "nginx.conf", new Prefixes(prefix, prefix));
      GatewayStart start = Gateway.start(configuration, GatewaySettings.of(RealNginx.version()));
      if (!(start instanceof GatewayStart.Started(Gateway gateway))) {
        throw new AssertionError(start);
      }
      try (gateway) {
        return answers(asked);
      }
    }
  }

  private static List<String> answers(List<Asked> asked) throws IOException {
    List<String> answers = new ArrayList<>();
    for (Asked one : asked) {
      answers.add(one.send().replaceAll("(?m)^Date: .*GMT", "Date: then"));
    }
    return answers;
  }

  /// nginx 1.22 reads beyond the URI where try_files made it shorter than the location's name, and
  /// closes without an answer; that is not to be copied.
  private static List<String> differences(
      int seed, List<Asked> asked, List<String> nginx, List<String> gateway) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (!nginx.get(i).isEmpty() && !nginx.get(i).equals(gateway.get(i))) {
        differences.add(
            "seed %d, request %d to %s:%d%n%s%nnginx:%n%s%ngateway:%n%s%n"
                .formatted(
                    seed,
                    i,
                    asked.get(i).address(),
                    asked.get(i).port(),
                    asked.get(i).wire(),
                    nginx.get(i),
                    gateway.get(i)));
      }
    }
    return differences;
  }
}
