package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /usr/sbin/nginx -g daemon on; master_process on; | [-g, daemon on; master_process on;]
          nginx -p /tmp/x/ -c /tmp/x/a.conf -e /tmp/x/e.log | [-p, /tmp/x/, -c, /tmp/x/a.conf, -e, /tmp/x/e.log]
          nginx -c/etc/n.conf -g daemon off; -p /x          | [-c, /etc/n.conf, -g, daemon off;, -p, /x]
          nginx                                            | []
          nginx -q -c a.conf                               | [-c, a.conf]
          nginx -c                                         | [-c, '']
          """)
  void aTitleGivesBackTheArguments(String typed, String arguments) {
    String title = "nginx: master process " + typed + "\0\0\0";

    assertThat(MasterTitle.parse(title).orElseThrow().arguments())
        .hasToString(arguments.replace("''", ""));
  }

  @Test
  void otherProcessesAreNoMasters() {
    assertThat(MasterTitle.parse("nginx: worker process\0")).isEmpty();
    assertThat(MasterTitle.parse("vi\0/etc/nginx/nginx.conf\0")).isEmpty();
    assertThat(MasterTitle.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/nginx.service, nginx.service",
    "0::/system.slice/system-openresty.slice/openresty@a.service, openresty@a.service",
    "0::/user.slice/user-1000.slice/user@1000.service/app.slice/nginx.service, none",
    "0::/user.slice/user-0.slice/session-3.scope, none",
    "0::/system.slice/docker-4f2e.scope, none",
    "0::/, none",
  })
  void aServiceOfTheSystemIsKnownByItsControlGroup(String group, String unit) {
    assertThat(Master.unit(group + "\n").orElse("none")).isEqualTo(unit);
  }
}
