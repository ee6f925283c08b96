package dev.wsdoctor.app.format;

import java.util.regex.Pattern;

/// A word of a command line that a person may copy into a shell.
final class ShellWord {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./\\[\\]-]+");

  private ShellWord() {}

  static String quote(String word) {
    return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
