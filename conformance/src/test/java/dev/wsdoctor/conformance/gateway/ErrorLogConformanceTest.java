package dev.wsdoctor.conformance.gateway;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the gateway writes to its error log, as Debian's nginx does when the same happens: levels,
/// sentences, and what they are about.
class ErrorLogConformanceTest {
  @TestFactory
  Stream<DynamicTest> resolver() {
    return LogRuns.compare("/gateway/resolver.txt");
  }

  @TestFactory
  Stream<DynamicTest> heads() {
    return LogRuns.compare("/gateway/error-log-heads.txt");
  }

  @TestFactory
  Stream<DynamicTest> bodiesAndConnections() {
    return LogRuns.compare("/gateway/error-log-clients.txt");
  }

  @TestFactory
  Stream<DynamicTest> access() {
    return LogRuns.compare("/gateway/error-log-access.txt");
  }

  @TestFactory
  Stream<DynamicTest> filesAndRewrites() {
    return LogRuns.compare("/gateway/error-log-files.txt");
  }

  @TestFactory
  Stream<DynamicTest> upstreams() {
    return LogRuns.compare("/gateway/error-log-upstreams.txt");
  }

  @TestFactory
  Stream<DynamicTest> places() {
    return LogRuns.compare("/gateway/error-log-places.txt");
  }
}
