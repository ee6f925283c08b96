package dev.wsdoctor.conformance;

import java.util.ArrayList;
import java.util.List;

/// Every probe against one URL, one after the other, in a process of its own: its heap is set on
/// its command line. A line for each: its name, its exit code, the causes and the headline.
final class HostileRun {
  private static final List<List<String>> PROBES =
      List.of(
          List.of(),
          List.of("--idle", "--until", "1s"),
          List.of("--sizes", "--up-to", "1k"),
          List.of("--hold", "--for", "1s", "--connections", "3", "--every", "200ms"),
          List.of("--load", "--for", "1s", "--connections", "3"),
          List.of("--security"),
          List.of("--http2"));

  private HostileRun() {}

  public static void main(String[] arguments) {
    for (List<String> probe : PROBES) {
      List<String> line = new ArrayList<>(List.of("probe", arguments[0]));
      line.addAll(probe);
      line.addAll(List.of("--format", "json", "-H", arguments[1]));
      Product.Run run = Product.run(line);
      String name = probe.isEmpty() ? "handshake" : probe.getFirst().substring(2);
      System.out.println(
          "%s %d %s %s"
              .formatted(
                  name, run.exitCode(), run.causes(), run.json().get("headline").asString()));
    }
    System.exit(0);
  }
}
