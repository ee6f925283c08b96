package dev.wsdoctor.conf;

import java.util.Optional;

/// A file of two bytes per character, as editors and shells of Windows write it. nginx reads bytes,
/// so it finds no directive in one (`unknown directive "e"`), and no person sees why.
public final class WideText {
  private static final String MARK_LITTLE = "\u00ff\u00fe";
  private static final String MARK_BIG = "\u00fe\u00ff";

  private WideText() {}

  /// What is wrong with such a file and what to do; nothing for a file of bytes.
  public static Optional<String> advice(SourceFile file) {
    String name = SourceFile.display(file.name());
    return encoding(file.text())
        .map(
            from ->
                "%s is UTF-16, but nginx reads bytes; save it as UTF-8: iconv -f %s -t UTF-8 '%s' > new.conf"
                    .formatted(name, from, name));
  }

  /// As iconv calls it: a mark names the order of the bytes; without one the first two characters,
  /// ASCII in any configuration, show it.
  static Optional<String> encoding(String text) {
    if (text.startsWith(MARK_LITTLE) || text.startsWith(MARK_BIG)) {
      return Optional.of("UTF-16");
    }
    if (text.length() < 4) {
      return Optional.empty();
    }
    boolean little = text.charAt(0) != 0 && text.charAt(1) == 0;
    boolean big = text.charAt(0) == 0 && text.charAt(1) != 0;
    int order = little ? 0 : 1;
    boolean again = text.charAt(2 + order) != 0 && text.charAt(3 - order) == 0;
    return (little || big) && again
        ? Optional.of(little ? "UTF-16LE" : "UTF-16BE")
        : Optional.empty();
  }
}
