package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.symptom.NameLookup;
import dev.wsdoctor.symptom.SymptomCauses;
import dev.wsdoctor.symptom.Symptoms;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The address that nginx could not connect to, held against where its name leads now.
class StaleAddressesTest {
  private static final Path FILE = Path.of("nginx.conf").toAbsolutePath();
  private static final NameLookup APP =
      name -> name.equals("app") ? List.of("10.0.0.9") : List.of();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://app:3000              | 10.0.0.2:3000   | upstream-address-stale
          http://app:3000/chat/        | [fd00::2]:3000  | upstream-address-stale
          http://nodes                 | 10.0.0.2:3000   | upstream-address-stale
          http://app:3000              | 10.0.0.9:3000   | upstream-unreachable
          http://gone:3000             | 10.0.0.2:3000   | upstream-unreachable
          http://localhost:3000        | 127.0.0.1:3000  | upstream-unreachable
          http://10.0.0.2:3000         | 10.0.0.2:3000   | upstream-unreachable
          http://app:4000              | 10.0.0.2:3000   | upstream-unreachable
          http://mixed                 | 10.0.0.2:3000   | upstream-unreachable
          """)
  void aNameThatLeadsElsewhereNowIsStale(String pass, String logged, String first) {
    assertThat(causes(pass, logged, APP).getFirst().id()).isEqualTo(first);
  }

  @Test
  void whoMayNotLookClaimsNothing() {
    assertThat(causes("http://app:3000", "10.0.0.2:3000", NameLookup.NONE))
        .extracting(Finding::id)
        .doesNotContain("upstream-address-stale");
  }

  private static List<Finding> causes(String pass, String logged, NameLookup names) {
    Subject subject = new RuleCase(FILE, configuration(pass)).prediction().subject();
    Symptoms line = Symptoms.NONE.and(List.of(refused(logged)));
    return SymptomCauses.weigh(
            line, subject.target(), Optional.of(subject), List.of(), false, names)
        .causes();
  }

  private static String configuration(String pass) {
    return """
        # url: ws://a.example/ws
        events {}
        http {
          upstream nodes { server app:3000; server 10.0.0.7:3000; }
          upstream mixed { server app:3000; server 10.0.0.2:3000; }
          server {
            listen 80; server_name a.example;
            location /ws {
              proxy_pass %s; proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
            }
          }
        }
        """
        .formatted(pass);
  }

  private static String refused(String address) {
    return ("2026/11/20 15:00:01 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream,"
            + " client: 1.1.1.1, server: a.example, request: \"GET /ws HTTP/1.1\", upstream: \"http://%s/ws\","
            + " host: \"a.example\"")
        .formatted(address);
  }
}
