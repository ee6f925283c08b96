package dev.wsdoctor.conf;

import java.util.Set;

/// Files that every package of nginx puts beside nginx.conf (`conf/` of its source). Where somebody
/// has copied a configuration without them, nothing that matters to a socket is missing.
public final class StockFiles {
  private static final Set<String> NAMES =
      Set.of(
          "mime.types",
          "fastcgi.conf",
          "fastcgi_params",
          "uwsgi_params",
          "scgi_params",
          "koi-utf",
          "koi-win",
          "win-utf");

  private StockFiles() {}

  /// Whether a path, relative or not, names one.
  public static boolean isOne(String path) {
    return NAMES.contains(PathNames.base(path));
  }
}
