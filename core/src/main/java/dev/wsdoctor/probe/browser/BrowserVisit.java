package dev.wsdoctor.probe.browser;

import dev.wsdoctor.http.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a browser is asked to do: from which page to open the URL, with which subprotocols and
/// cookies, and how to get there. `rules` are host-resolver-rules of Chromium; `proxy` is empty for
/// none.
public record BrowserVisit(
    Path program,
    Target target,
    Optional<Target> page,
    List<String> subprotocols,
    String cookie,
    String rules,
    String proxy) {
  public BrowserVisit {
    subprotocols = List.copyOf(subprotocols);
  }

  /// The page that is opened first: the one named, or `/` of the socket's own origin.
  String pageUrl() {
    return page.orElse(new Target(false, target.tls(), target.host(), target.port(), "/"))
        .toString();
  }

  String socketUrl() {
    return new Target(true, target.tls(), target.host(), target.port(), target.requestTarget())
        .toString();
  }

  List<String> options() {
    List<String> options = new ArrayList<>();
    options.add(proxy.isEmpty() ? "--no-proxy-server" : "--proxy-server=" + proxy);
    if (!rules.isEmpty()) {
      options.add("--host-resolver-rules=" + rules);
    }
    return options;
  }
}
