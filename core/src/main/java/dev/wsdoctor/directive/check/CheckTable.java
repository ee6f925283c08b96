package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What is to be checked of a directive that the catalogue's columns cannot say, found by its name.
final class CheckTable {
  /// Looks at a directive and the block that it stands in.
  interface Check {
    void make(Directive directive, Block block);
  }

  private final Map<String, Check> checks = HashMap.newHashMap(160);

  /// Of what is put under one name, the later speaks later: nginx's first word is the first here.
  void put(Check check, String... names) {
    for (String name : names) {
      checks.merge(name, check, CheckTable::both);
    }
  }

  /// As [#put], where the block does not matter.
  void put(Consumer<Directive> check, String... names) {
    put((directive, _) -> check.accept(directive), names);
  }

  /// As [#put], not for directives of the same name in `stream` or `mail`.
  void putOfHttp(Check check, String... names) {
    put(
        (directive, block) -> {
          if (!block.context().isInStreamOrMail()) {
            check.make(directive, block);
          }
        },
        names);
  }

  void putOfHttp(Consumer<Directive> check, String... names) {
    putOfHttp((directive, _) -> check.accept(directive), names);
  }

  /// As [#put], for `stream` and `mail` alone.
  void putOfStream(Check check, String... names) {
    put(
        (directive, block) -> {
          if (block.context().isInStreamOrMail()) {
            check.make(directive, block);
          }
        },
        names);
  }

  private static Check both(Check first, Check second) {
    return (directive, block) -> {
      first.make(directive, block);
      second.make(directive, block);
    };
  }

  void check(Directive directive, Block block) {
    Check check = checks.get(directive.name());
    if (check != null) {
      check.make(directive, block);
    }
  }
}
