package dev.wsdoctor.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a test class by JUnit itself.
final class Kit implements TestExecutionListener {
  /// What came of it: the message of each test or class that failed, in their order.
  record Run(int succeeded, List<String> failures) {}

  private int succeeded;
  private final List<String> failures = new ArrayList<>();

  private Kit() {}

  static Run run(Class<?> testClass) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build();
    Kit kit = new Kit();
    LauncherFactory.create().execute(request, kit);
    return new Run(kit.succeeded, List.copyOf(kit.failures));
  }

  static List<String> failures(Class<?> testClass) {
    return run(testClass).failures();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() != Status.SUCCESSFUL) {
      failures.add(result.getThrowable().map(Throwable::getMessage).orElse(""));
    } else if (test.isTest()) {
      succeeded++;
    }
  }
}
