package dev.wsdoctor.directive;

import java.util.ArrayList;
import java.util.List;

/// Cuts rows of the table; without patterns and streams, because every command waits for it.
final class Columns {
  private Columns() {}

  static List<String> split(String text, char separator) {
    List<String> columns = new ArrayList<>(12);
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      columns.add(text.substring(start, end));
      start = end + 1;
    }
    columns.add(text.substring(start));
    return columns;
  }
}
