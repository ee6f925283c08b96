package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.SourceFile;
import java.util.List;
import java.util.Map;

/// Files of which some are replaced by other text, kept in memory: a configuration as it would be
/// after an edit.
final class Overlay implements Files {
  private final Files under;
  private final Map<String, String> replaced;

  Overlay(Files under, Map<String, String> replaced) {
    this.under = under;
    this.replaced = Map.copyOf(replaced);
  }

  @Override
  public Result read(String path) {
    return replaced.containsKey(path)
        ? new Content(SourceFile.ofText(path, replaced.getOrDefault(path, "")))
        : under.read(path);
  }

  @Override
  public List<String> glob(String pattern) {
    return under.glob(pattern);
  }
}
