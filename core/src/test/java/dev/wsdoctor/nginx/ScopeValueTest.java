package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScopeValueTest {
  private static Scope scope(String text) {
    SourceFile file = SourceFile.of("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    return Scope.of(Parser.parse(file).directives().getFirst());
  }

  @Test
  void isMadeOnceForAScope() {
    List<Scope> asked = new ArrayList<>();
    ScopeValue<String> root =
        ScopeValue.of(
            scope -> {
              asked.add(scope);
              return scope.setting("root").map(d -> d.parameter()).orElse("none");
            });
    Scope http = scope("http { root /a; server { root /b; } }");
    Scope server = http.within(http.own("server").getFirst());
    for (int i = 0; i < 3; i++) {
      assertThat(root.in(http)).isEqualTo("/a");
      assertThat(root.in(server)).isEqualTo("/b");
    }
    assertThat(asked).containsExactly(http, server);
  }

  /// As after a reload: an equal scope of another reading is asked anew.
  @Test
  void isKeptWithTheScopeAndNothingElse() {
    ScopeValue<List<String>> made = ScopeValue.of(scope -> new ArrayList<>());
    Scope before = scope("http { }");
    Scope after = scope("http { }");
    assertThat(made.in(before)).isSameAs(made.in(before)).isNotSameAs(made.in(after));
  }

  @Test
  void severalDoNotMixInOneScope() {
    Scope scope = scope("http { }");
    List<ScopeValue<Integer>> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int number = i;
      values.add(ScopeValue.of(_ -> number));
    }
    for (int i = 39; i >= 0; i--) {
      assertThat(values.get(i).in(scope)).isEqualTo(i);
    }
    for (int i = 0; i < 40; i++) {
      assertThat(values.get(i).in(scope)).isEqualTo(i);
    }
  }
}
