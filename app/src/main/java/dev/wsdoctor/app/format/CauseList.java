package dev.wsdoctor.app.format;

import java.util.SequencedMap;

/// All causes with a line each, for a terminal.
public final class CauseList {
  private CauseList() {}

  /// `summaries`: what each cause means in one sentence, by its id.
  public static byte[] render(SequencedMap<String, String> summaries, boolean colour) {
    Page page = new Page(colour);
    summaries.forEach((id, summary) -> page.line(Style.BOLD, id).filled("    ", summary));
    return page.bytes();
  }
}
