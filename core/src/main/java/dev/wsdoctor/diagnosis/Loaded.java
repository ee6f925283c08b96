package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A configuration as it was found: `rootFile` is what the user would call it, `reload` reads it
/// again with some files replaced.
///
/// @param part the file of the configuration that was asked for, where that is not its root
/// @param beside the whole that lies around a file of its own and does not read it
record Loaded(
    Configuration configuration,
    String rootFile,
    Reload reload,
    List<String> remarks,
    Optional<String> part,
    Optional<Configuration> beside) {
  Loaded(Configuration configuration, String rootFile, Reload reload, List<String> remarks) {
    this(configuration, rootFile, reload, remarks, Optional.empty(), Optional.empty());
  }

  /// Whether something there is of what was asked for.
  boolean isAskedFor(SourceRange range) {
    return part.filter(file -> !file.equals(range.file().name())).isEmpty();
  }

  /// Reads the same configuration with other texts for some of its files.
  interface Reload {
    Configuration with(Map<String, String> textByFileName);
  }

  /// The servers of what was asked for.
  Stream<VirtualServer> servers(Nginx nginx) {
    return nginx.servers().stream().filter(server -> isAskedFor(server.directive().range()));
  }
}
