package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.demo.Scenarios;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All that can be staged, on a real nginx.
class DemoScenariosTest {
  static List<String> scenarios() {
    return Scenarios.names();
  }

  @Waits
  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void everyScenarioFailsIsNamedAndWorksInTheEnd(String scenario) {
    RealParts.needNginx();

    Product.Run run = Product.run(List.of("demo", scenario));

    assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isZero();
    assertThat(run.err()).isEmpty();
  }
}
