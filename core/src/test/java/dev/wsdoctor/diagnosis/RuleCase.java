package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A configuration of a rule's folder, with what its comments say.
record RuleCase(Path file, String text) {
  private static final NginxVersion USUAL_VERSION = new NginxVersion(1, 28, 3);

  static RuleCase read(Path file) {
    try {
      return new RuleCase(
          file.toAbsolutePath(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return String.valueOf(file.getName(file.getNameCount() - 2));
  }

  RuleCase withText(String other) {
    return new RuleCase(file, other);
  }

  boolean fires() {
    return markedLine() > 0 || text.contains("# unplaced");
  }

  /// The line with the mark, 0 if there is none.
  int markedLine() {
    int mark = text.indexOf("# finding: " + id());
    return mark < 0 ? 0 : (int) text.substring(0, mark).chars().filter(c -> c == '\n').count() + 1;
  }

  /// What this folder's rule reports.
  List<Finding> findings() {
    return prediction().causes().stream().filter(finding -> finding.id().equals(id())).toList();
  }

  Prediction prediction() {
    dev.wsdoctor.conf.Files files = new Overlay(new DiskFiles(), Map.of(file.toString(), text));
    Configuration configuration = Configuration.load(files, file.toString());
    NginxVersion version = value("version").flatMap(NginxVersion::find).orElse(USUAL_VERSION);
    return Prediction.of(
        configuration,
        version,
        ConfigurationCheck.check(configuration, version, files),
        target(),
        fields(),
        FileView.EMPTY);
  }

  private Target target() {
    return switch (Target.parse(value("url").orElseThrow())) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new IllegalStateException(message);
    };
  }

  private Fields fields() {
    return value("header")
        .map(header -> header.split(": ", 2))
        .map(parts -> Fields.of(parts[0], parts[1]))
        .orElse(Fields.NONE);
  }

  private java.util.Optional<String> value(String key) {
    Matcher matcher = Pattern.compile("(?m)^# " + key + ": (.*?)\r?$").matcher(text);
    return matcher.find() ? java.util.Optional.of(matcher.group(1)) : java.util.Optional.empty();
  }

  /// The text after the fix.
  String applied(Fix fix) {
    return Edits.apply(fix.edits().getFirst().range().file(), fix.edits());
  }

  @Override
  public String toString() {
    return id() + "/" + file.getFileName();
  }
}
