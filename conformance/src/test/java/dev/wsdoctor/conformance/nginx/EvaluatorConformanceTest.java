package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Generated configurations and requests, decided by us and done by nginx: status, redirect target,
/// file, and the request that goes upstream, field by field. `-Dwsdoctor.full=true` runs 20,000
/// pairs, `-Dwsdoctor.seed=N` begins with another seed.
class EvaluatorConformanceTest {
  private static final boolean FULL = Boolean.getBoolean("wsdoctor.full");
  private static final int BATCHES = FULL ? 20 : 1;
  private static final int REQUESTS = FULL ? 1_000 : 600;
  private static final int SHOWN = 10;

  @Test
  void decisionsAreWhatNginxDoes() throws IOException {
    RealParts.needNginx();
    List<String> differences = new ArrayList<>();
    int first = Integer.getInteger("wsdoctor.seed", 1);
    int crashes = 0;
    int overruns = 0;
    for (int seed = first; seed < first + BATCHES; seed++) {
      Batch.Result result = Batch.run(seed, REQUESTS);
      differences.addAll(result.differences());
      crashes += result.crashes();
      overruns += result.overruns();
    }
    assertThat(differences.stream().limit(SHOWN))
        .as("%d differences in %d pairs", differences.size(), BATCHES * REQUESTS)
        .isEmpty();
    assertThat(crashes).as("crashes of nginx").isLessThan(BATCHES * REQUESTS / 500);
    assertThat(overruns).as("requests that nginx cannot hold").isLessThan(BATCHES * REQUESTS / 500);
  }
}
