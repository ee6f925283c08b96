package dev.wsdoctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
  private static final CertificateNames NAMES =
      new CertificateNames(
          List.of("example.com", "*.example.com"), List.of("192.0.2.1", "0:0:0:0:0:0:0:1"));

  @ParameterizedTest
  @CsvSource({
    "example.com, true",
    "EXAMPLE.com, true",
    "example.com., true",
    "ws.example.com, true",
    "a.ws.example.com, false",
    ".example.com, false",
    "example.org, false",
    "xexample.com, false",
    "192.0.2.1, true",
    "192.0.2.2, false",
    "::1, true",
    "::2, false",
  })
  void aHostIsCoveredByNameWildcardOrAddress(String host, boolean covered) {
    assertThat(NAMES.cover(host)).isEqualTo(covered);
  }
}
