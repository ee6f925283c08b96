package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.healthy.Healthy;
import java.nio.file.Path;
import java.util.Map;

/// A healthy configuration written in another way: how, where, and the texts that result. Whether
/// it still opens the socket is for a real nginx to say.
record Rearranged(Healthy healthy, String kind, String where, Map<Path, String> texts) {
  Rearranged {
    texts = Map.copyOf(texts);
  }

  /// The same in a folder, as a configuration to ask about and to put faults into.
  Healthy in(TemporaryFolder folder) {
    texts.forEach((path, text) -> folder.write(path.toString(), text));
    return healthy.in(folder.path(), this.toString());
  }

  @Override
  public String toString() {
    return healthy + ", " + kind + " " + where;
  }
}
