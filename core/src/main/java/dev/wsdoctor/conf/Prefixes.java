package dev.wsdoctor.conf;

import java.util.Optional;

/// What relative paths in a configuration are relative to; both end in `/`.
///
/// @param prefix nginx's `-p`: logs, temporary files, roots
/// @param conf the directory of the root file: includes, certificates
/// @param home the directory that the files call their own, where they lie in `conf` instead: those
///   of a container beside its compose file, or a copy from another machine
public record Prefixes(String prefix, String conf, Optional<String> home) {
  /// `--prefix` of Debian's nginx.
  private static final String DEFAULT_PREFIX = "/usr/share/nginx/";

  public Prefixes {
    prefix = directory(prefix);
    conf = directory(conf);
    home = home.map(Prefixes::directory);
  }

  /// Those of files that lie where they say.
  public Prefixes(String prefix, String conf) {
    this(prefix, conf, Optional.empty());
  }

  /// Those of a root file that is read without `-p`.
  public static Prefixes of(String rootFile) {
    return new Prefixes(DEFAULT_PREFIX, PathNames.folder(rootFile));
  }

  /// The same where what is named below `home` lies in the directory of the root file.
  public Prefixes movedFrom(String home) {
    return new Prefixes(prefix, conf, Optional.of(home));
  }

  /// The full name of an included file or a certificate.
  public String inConf(String path) {
    if (!path.startsWith("/")) {
      return conf + path;
    }
    return home.filter(path::startsWith).map(h -> conf + path.substring(h.length())).orElse(path);
  }

  /// The full name of any other file.
  public String inPrefix(String path) {
    return path.startsWith("/") ? path : prefix + path;
  }

  private static String directory(String path) {
    return path.isEmpty() || path.endsWith("/") ? path : path + "/";
  }
}
