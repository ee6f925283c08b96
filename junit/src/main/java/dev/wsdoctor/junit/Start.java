package dev.wsdoctor.junit;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.sandbox.LoopbackCopy;
import dev.wsdoctor.sandbox.LoopbackCopy.Made;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an [NginxConf] asks for, started.
final class Start {
  private static final String ALL = "*";

  /// Somebody may take a port between the look and the bind.
  private static final int TRIES = 5;

  private static final String TAKEN = "bind() to 127.0.0.1:";

  private final NginxConf asked;
  private final Map<String, String> places;
  private final Runner runner;

  private Start(NginxConf asked, Map<String, String> places) {
    this.asked = asked;
    this.places = places;
    this.runner = Runner.of(asked);
  }

  /// Starts it.
  ///
  /// @param mapped the place of each upstream that the test has a server for
  static NginxUnderTest of(NginxConf asked, Map<String, String> mapped) {
    Start start = new Start(asked, mapped);
    try {
      return start.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NginxUnderTest start() throws IOException {
    Configuration configuration = configuration();
    Nobody nobody = Nobody.open();
    NotStarted last = new NotStarted("");
    boolean taken = true;
    for (int i = 0; i < TRIES && taken; i++) {
      LoopbackCopy copy = copy(configuration, nobody);
      switch (runner.run(copy)) {
        case LoopbackCopy.Run.Listening(AutoCloseable process) -> {
          return new NginxUnderTest(copy, runner.engine(), List.of(process, copy, nobody));
        }
        case LoopbackCopy.Run.Refused(List<String> messages) -> {
          copy.close();
          last =
              new NotStarted(
                  "%s does not run %s:\n%s"
                      .formatted(runner.title(), asked.value(), lines(messages)));
          taken = messages.stream().anyMatch(message -> message.startsWith(TAKEN));
        }
      }
    }
    nobody.close();
    throw last;
  }

  private Configuration configuration() {
    Path file = Path.of(asked.value());
    if (!Files.isReadable(file)) {
      throw new NotStarted(
          "@NginxConf(\"%s\"): there is no such file in %s, the folder that the tests run in"
              .formatted(asked.value(), Path.of("").toAbsolutePath()));
    }
    return switch (new Doctor().configuration(file)) {
      case Answer.Given<Configuration>(Configuration configuration) -> configuration;
      case Answer.Unusable<Configuration>(String message) -> throw new NotStarted(message);
    };
  }

  private LoopbackCopy copy(Configuration configuration, Nobody nobody) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(places);
    Stream.of(asked.down())
        .filter(name -> !name.equals(ALL))
        .forEach(name -> all.put(name, nobody.closed()));
    Optional<String> others =
        List.of(asked.down()).contains(ALL) ? Optional.of(nobody.closed()) : Optional.empty();
    return switch (LoopbackCopy.of(
        configuration, all, others, nobody.answering(), runner.nginx())) {
      case Made.Impossible(String why) -> {
        nobody.close();
        throw new NotStarted("%s cannot run on loopback: %s".formatted(asked.value(), why));
      }
      case Made.Incomplete(List<LoopbackCopy.Unmapped> unmapped, Set<String> _) -> {
        nobody.close();
        throw new NotStarted(unmapped(unmapped));
      }
      case Made.Ready(LoopbackCopy copy) -> {
        refuseUnknown(copy, all.keySet(), nobody);
        yield copy;
      }
    };
  }

  private static String unmapped(List<LoopbackCopy.Unmapped> unmapped) {
    String first = unmapped.getFirst().name();
    String where =
        unmapped.stream()
            .map(one -> "  %s in %s".formatted(one.name(), one.where()))
            .distinct()
            .collect(Collectors.joining("\n"));
    return """
        no server of this test takes the place of
        %s
        Put @Upstream("%s") on the field or method that gives the port of one, or say @NginxConf(down = "%s") if nobody is to answer."""
        .formatted(where, first, first);
  }

  /// A name that the configuration does not have is a slip, unless variables may give it.
  private void refuseUnknown(LoopbackCopy copy, Set<String> mapped, Nobody nobody) {
    Set<String> unknown = new TreeSet<>(mapped);
    unknown.removeAll(copy.names());
    if (unknown.isEmpty() || copy.passesVariables()) {
      return;
    }
    copy.close();
    nobody.close();
    throw new NotStarted(
        "%s has no upstream %s; it has %s"
            .formatted(asked.value(), String.join(", ", unknown), String.join(", ", copy.names())));
  }

  private static String lines(List<String> messages) {
    return messages.stream().map("  "::concat).collect(Collectors.joining("\n"));
  }
}
