package dev.wsdoctor.rule.path;

import java.util.Arrays;
import java.util.List;

/// The request target that a backend is taken to expect: this path, and these arguments in any
/// order.
record WantedTarget(String path, List<String> arguments) {
  static WantedTarget of(String target) {
    return new WantedTarget(SentPath.path(target), arguments(target));
  }

  /// Of a target's query, sorted.
  static List<String> arguments(String target) {
    int mark = target.indexOf('?');
    return mark < 0
        ? List.of()
        : Arrays.stream(target.substring(mark + 1).split("&"))
            .filter(argument -> !argument.isEmpty())
            .sorted()
            .toList();
  }

  boolean is(String target) {
    return SentPath.path(target).equals(path) && arguments(target).equals(arguments);
  }

  /// One word further.
  static String below(String target) {
    String path = SentPath.path(target);
    return path + (path.endsWith("/") ? "" : "/") + "below" + target.substring(path.length());
  }

  WantedTarget below() {
    return new WantedTarget(below(path), arguments);
  }
}
