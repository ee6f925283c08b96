package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import java.util.List;
import java.util.Map;

/// A configuration as it was found: `rootFile` is what the user would call it, `reload` reads it
/// again with some files replaced.
record Loaded(Configuration configuration, String rootFile, Reload reload, List<String> remarks) {
  /// Reads the same configuration with other texts for some of its files.
  interface Reload {
    Configuration with(Map<String, String> textByFileName);
  }
}
