package dev.wsdoctor.conformance.healthy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What one application asks of its handshakes: as the healthy version of its configuration sends
/// them.
record Application(Healthy healthy, Head usual) {
  List<String> faults(Head request) {
    List<String> faults = new ArrayList<>();
    String target = target(request);
    if (!target.equals(target(usual)) && !isMounted(target)) {
      faults.add("expected the path " + target(usual) + " but was asked for " + target);
    }
    same(faults, "Origin", request);
    if (!usual.values("Origin").isEmpty()) {
      same(faults, "Host", request);
    }
    return faults;
  }

  private void same(List<String> faults, String field, Head request) {
    if (!request.values(field).equals(usual.values(field))) {
      faults.add("expected " + field + " " + usual.values(field));
    }
  }

  /// Whether it is the client's target, whole or from a later segment on, or its end alone, which
  /// an application that can be mounted below a prefix may have been told.
  private boolean isMounted(String target) {
    if (healthy.pathFixed()) {
      return false;
    }
    String query = Objects.requireNonNullElse(healthy.url().getRawQuery(), "");
    String asked = healthy.url().getRawPath() + (query.isEmpty() ? "" : "?" + query);
    String root = "/" + (query.isEmpty() ? "" : "?" + query);
    return asked.endsWith(target) || target.equals(root);
  }

  private static String target(Head head) {
    String[] words = head.first().split(" ", -1);
    return words.length < 2 ? head.first() : words[1];
  }
}
