package dev.wsdoctor.app.format;

/// Who looks at a result. `terminal`: a person with a terminal that shows colours; `folder`: where
/// that person stands, empty when unknown; `seesSecrets`: asked to see cookies, tokens and
/// passwords as they are; `width`: the columns of the terminal.
public record Viewer(boolean terminal, String folder, boolean seesSecrets, int width) {
  /// One whose lines may be as long as they get.
  public Viewer(boolean terminal, String folder, boolean seesSecrets) {
    this(terminal, folder, seesSecrets, Integer.MAX_VALUE);
  }
}
