package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The logs that the person gave, counted for one URL; `remarks` say what was read, and what could
/// not be.
record LogReading(ErrorTally errors, AccessTally accesses, List<String> remarks) {
  static LogReading of(Symptoms symptoms, Optional<Subject> subject, LoggedUrl url) {
    ErrorTally errors = new ErrorTally(url);
    AccessTally accesses = new AccessTally(url, formats(subject));
    List<String> remarks = new ArrayList<>();
    symptoms.errorLines().stream().flatMap(String::lines).forEach(errors::acceptPasted);
    symptoms.errorLogs().forEach(path -> readErrors(path, errors, remarks));
    symptoms.accessLogs().forEach(path -> readAccesses(path, accesses, remarks));
    return new LogReading(errors, accesses, remarks);
  }

  private static LogFormats formats(Optional<Subject> subject) {
    return subject
        .map(
            s ->
                LogFormats.of(s.configuration())
                    .preferring(
                        s.last().decision().scope().stream().flatMap(LogReading::accessLogs)))
        .orElseGet(() -> LogFormats.of(List.of()));
  }

  private static Stream<Directive> accessLogs(Scope scope) {
    return scope.inForce("access_log").stream();
  }

  private static void readErrors(Path path, ErrorTally errors, List<String> remarks) {
    long before = errors.entries();
    long lines = errors.lines();
    remarks.addAll(new LogFile(path).read(errors));
    if (errors.lines() > lines && errors.entries() == before) {
      remarks.add("%s: no line has the shape of nginx's error log".formatted(path));
    }
  }

  private static void readAccesses(Path path, AccessTally accesses, List<String> remarks) {
    long before = accesses.entries();
    long lines = accesses.lines();
    long concerned = accesses.concerned();
    remarks.addAll(new LogFile(path).read(accesses));
    long read = accesses.lines() - lines;
    if (read > 0 && accesses.entries() == before) {
      remarks.add(
          "%s: no line fits combined or a log_format of the configuration; give the one that it is written in with -c"
              .formatted(path));
      return;
    }
    remarks.add(
        "%s: %d of %d lines are about this URL"
            .formatted(path, accesses.concerned() - concerned, read));
  }
}
