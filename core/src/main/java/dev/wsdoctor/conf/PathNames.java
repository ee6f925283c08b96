package dev.wsdoctor.conf;

/// The parts of the name of a file as nginx writes it, one char per byte.
public final class PathNames {
  private PathNames() {}

  /// With the slash at its end; empty for a name without one.
  public static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// What follows the last slash.
  public static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
