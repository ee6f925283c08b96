package dev.wsdoctor.app.format;

import java.util.List;

/// The formats that a probe's sheet is printed in, by the name that `--format` takes.
public final class ProbeFormats {
  public static final List<String> NAMES = List.of("text", "json");

  private ProbeFormats() {}

  /// `name` is one of [#NAMES]; `terminal` and `folder` are as for [Formats#named].
  public static byte[] print(Sheet sheet, String name, boolean terminal, String folder) {
    if (name.equals("json")) {
      return SheetJson.document(sheet);
    }
    Page page = new Page(terminal, folder);
    new SheetText(page).write(sheet);
    return page.bytes();
  }
}
