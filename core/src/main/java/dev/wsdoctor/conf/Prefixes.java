package dev.wsdoctor.conf;

/// What relative paths in a configuration are relative to; both end in `/`.
///
/// @param prefix nginx's `-p`: logs, temporary files, roots
/// @param conf the directory of the root file: includes, certificates
public record Prefixes(String prefix, String conf) {
  /// `--prefix` of Debian's nginx.
  private static final String DEFAULT_PREFIX = "/usr/share/nginx/";

  public Prefixes {
    prefix = directory(prefix);
    conf = directory(conf);
  }

  /// Those of a root file that is read without `-p`.
  public static Prefixes of(String rootFile) {
    return new Prefixes(DEFAULT_PREFIX, rootFile.substring(0, rootFile.lastIndexOf('/') + 1));
  }

  /// The full name of an included file or a certificate.
  public String inConf(String path) {
    return path.startsWith("/") ? path : conf + path;
  }

  /// The full name of any other file.
  public String inPrefix(String path) {
    return path.startsWith("/") ? path : prefix + path;
  }

  private static String directory(String path) {
    return path.isEmpty() || path.endsWith("/") ? path : path + "/";
  }
}
