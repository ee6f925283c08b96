package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.sandbox.ProgramSearch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NginxConf(value = "src/test/nginx/site.conf", engine = Engine.NGINX, down = "report:80")
class OnNginxTest extends Expectations {
  @BeforeAll
  static void needNginx() {
    boolean there = ProgramSearch.of(System.getenv()).nginx().isPresent();
    String message = "nginx is missing, so this is not tested; apt-get install nginx brings it";
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    assumeTrue(there, message);
  }

  @Test
  void nginxRunsIt(NginxUnderTest nginx) {
    assertThat(nginx.engine()).isEqualTo(Engine.NGINX);
  }
}
