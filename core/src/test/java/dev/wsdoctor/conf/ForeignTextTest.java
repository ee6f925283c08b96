package dev.wsdoctor.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apiVersion: networking.k8s.io/v1\\nkind: Ingress\\nmetadata: | KUBERNETES
          services:\\n  web:\\n    image: nginx:1.27 | COMPOSE
          <VirtualHost *:80>\\n  ProxyPass /ws ws://127.0.0.1:3000/ws | APACHE
          frontend web\\n  bind :80\\n  default_backend app | HAPROXY
          """)
  void theFileOfAnotherProgramIsRecognised(String text, ForeignText expected) {
    assertThat(ForeignText.of(text.replace("\\n", "\n"))).contains(expected);
  }

  @Test
  void nginxsOwnWordsAreNotForeign() {
    assertThat(ForeignText.of("location /ws {\n  proxy_pass http://backend;\n}\nlisten 80;\n"))
        .isEmpty();
  }

  @Test
  void theSentenceSaysWhatToGiveInstead() {
    assertThat(ForeignText.KUBERNETES.sentence())
        .isEqualTo(
            "is a Kubernetes object, no nginx configuration; give what the controller made of it:"
                + " kubectl exec -n NAMESPACE POD -- nginx -T > nginx.txt");
  }
}
