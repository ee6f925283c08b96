package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The output of `nginx -T`: every file below a line that names it, the root file first.
final class Dump {
  private static final Pattern MARK =
      Pattern.compile("^# configuration file (.+):\\r?\\n", Pattern.MULTILINE);

  private Dump() {}

  /// The files of the dump; a text without marks is one file.
  static List<SourceFile> files(SourceFile dump) {
    List<SourceFile> files = new ArrayList<>();
    String text = dump.text();
    Matcher mark = MARK.matcher(text);
    boolean found = mark.find();
    while (found) {
      String name = mark.group(1);
      int start = mark.end();
      found = mark.find();
      int end = found ? mark.start() : text.length();
      files.add(SourceFile.ofText(name, text.substring(start, withoutLineEnd(text, start, end))));
    }
    return files.isEmpty() ? List.of(dump) : files;
  }

  /// nginx adds one line end behind each file.
  private static int withoutLineEnd(String text, int start, int end) {
    return end > start && text.charAt(end - 1) == '\n' ? end - 1 : end;
  }
}
