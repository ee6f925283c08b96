package dev.wsdoctor.app.format;

import java.util.List;

/// The formats that a probe's sheet is printed in, by the name that `--format` takes.
public final class ProbeFormats {
  public static final List<String> NAMES = List.of("text", "json");

  private ProbeFormats() {}

  /// `name` is one of [#NAMES].
  public static byte[] print(Sheet sheet, String name, Viewer viewer) {
    Sheet shown = viewer.seesSecrets() ? sheet : MaskedSheet.of(sheet);
    if (name.equals("json")) {
      return SheetJson.document(shown);
    }
    Page page = new Page(viewer.terminal(), viewer.folder());
    new SheetText(page).write(shown);
    return page.bytes();
  }
}
