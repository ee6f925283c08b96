package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LogSignature;
import dev.wsdoctor.log.LogSignatures;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.rule.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What nginx writes into its error logs while its live hops are asked: the reason, in its own
/// words, of the failure that was just provoked. nginx writes such a line before it answers.
///
/// Only logs on this machine that may be read count; everything else goes without.
public final class LogGrowth {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_LINES = 50;

  /// What a sentence speaks for less surely may as well come from somebody else's request.
  private static final double SURE = 0.6;

  private final LoggedUrl url;
  private final Map<Path, Long> sizes = new HashMap<>();

  private LogGrowth(LoggedUrl url) {
    this.url = url;
  }

  /// Remembers how long the logs are that are in force for the URL.
  public static LogGrowth from(Target target, Subject subject) {
    LogGrowth growth = new LogGrowth(UrlInLogs.of(target, Optional.of(subject)));
    logs(subject).forEach(growth::remember);
    return growth;
  }

  private static Stream<Path> logs(Subject subject) {
    return Stream.concat(
            subject.configuration().body("error_log"),
            subject.hops().stream()
                .flatMap(hop -> hop.decision().scope().stream())
                .flatMap(scope -> scope.inForce("error_log").stream()))
        .map(Directive::parameter)
        .filter(name -> name.startsWith("/") && name.indexOf('\0') < 0)
        .map(Path::of)
        .distinct();
  }

  private void remember(Path log) {
    try {
      if (Files.isRegularFile(log)) {
        sizes.put(log, Files.size(log));
      }
    } catch (IOException _) {
      // What cannot be looked at tells nothing.
    }
  }

  /// The lines since then that are about the URL, or about all of nginx, and name a cause.
  public List<String> lines() {
    List<String> found = new ArrayList<>();
    sizes.forEach(
        (log, before) -> read(log, before).lines().filter(this::tells).forEach(found::add));
    return found.subList(0, Math.min(found.size(), MOST_LINES));
  }

  private boolean tells(String line) {
    return ErrorLog.parse(line)
        .filter(entry -> isOurs(url.relation(entry)))
        .filter(
            entry ->
                LogSignatures.of(entry)
                    .filter(signature -> !ErrorTally.isBeside(entry, signature))
                    .filter(signature -> signature.confidence() >= SURE)
                    .flatMap(LogSignature::cause)
                    .isPresent())
        .isPresent();
  }

  private static boolean isOurs(LoggedUrl.Relation relation) {
    return relation == LoggedUrl.Relation.REQUEST || relation == LoggedUrl.Relation.PROCESS;
  }

  private static String read(Path log, long before) {
    try (FileChannel file = FileChannel.open(log)) {
      ByteBuffer grown = ByteBuffer.allocate(MOST_BYTES);
      file.position(Math.min(before, file.size()));
      while (grown.hasRemaining() && file.read(grown) >= 0) {
        // Until its end.
      }
      return new String(grown.array(), 0, grown.position(), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
