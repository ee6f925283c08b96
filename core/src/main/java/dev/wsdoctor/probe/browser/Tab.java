package dev.wsdoctor.probe.browser;

import dev.wsdoctor.probe.browser.DevTools.Happened;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One tab: loads the page, and opens the socket in it.
final class Tab {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(20);
  private static final Duration HOLD = Duration.ofMillis(700);
  private static final Duration SOCKET_LIMIT = Duration.ofSeconds(15);
  private static final Duration REST = Duration.ofMillis(200);
  private static final List<String> DOMAINS = List.of("Page", "Network", "Runtime", "Log");

  /// Runs in the page; a socket that a policy blocks may never tell its end.
  private static final String SCRIPT =
      """
      ((url, protocols, message, hold, limit) => new Promise(done => {
        const began = performance.now(), since = () => performance.now() - began;
        const seen = {origin: location.origin, policy: ''};
        const finish = () => done(seen);
        let socket, closing = false;
        setTimeout(finish, limit);
        document.addEventListener('securitypolicyviolation', event => {
          seen.policy = event.effectiveDirective + ': ' + event.originalPolicy;
          setTimeout(finish, 100);
        });
        try { socket = new WebSocket(url, protocols); } catch (error) {
          seen.thrown = error.name + ': ' + error.message;
          setTimeout(finish, 50);
          return;
        }
        socket.onopen = () => {
          seen.opened = since();
          socket.send(message);
          setTimeout(() => { closing = true; socket.close(1000); }, hold);
        };
        socket.onmessage = () => { seen.message ??= since(); };
        socket.onclose = event => {
          seen.end = {code: event.code, reason: event.reason, clean: event.wasClean, after: since(), own: closing};
          setTimeout(finish, 50);
        };
      }))
      """;

  private final DevTools tools;
  private final BrowserVisit visit;
  private boolean blank;
  private String trouble = "";

  Tab(DevTools tools, BrowserVisit visit) {
    this.tools = tools;
    this.visit = visit;
  }

  BrowserSight look() throws BrowserFailure {
    String version = result("Browser.getVersion", Json.members()).at("product").text();
    String target =
        result("Target.createTarget", Json.members().with("url", "about:blank"))
            .at("targetId")
            .text();
    Json attaching = Json.members().with("targetId", target).with("flatten", Json.flag(true));
    tools.use(result("Target.attachToTarget", attaching).at("sessionId").text());
    for (String domain : DOMAINS) {
      result(domain + ".enable", Json.members());
    }
    setCookies();
    open(visit.pageUrl());
    int first = tools.count();
    Json seen = socket();
    tools.listen(REST);
    return new SightReader(tools.events(), first).sight(version, visit, blank, trouble, seen);
  }

  private Json result(String method, Json parameters) throws BrowserFailure {
    return tools.call(method, parameters, COMMAND_LIMIT).at("result");
  }

  private void setCookies() throws BrowserFailure {
    for (String pair : visit.cookie().split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        result(
            "Network.setCookie",
            Json.members()
                .with("url", visit.pageUrl())
                .with("name", pair.substring(0, equals).strip())
                .with("value", pair.substring(equals + 1).strip()));
      }
    }
  }

  private void open(String page) throws BrowserFailure {
    int first = tools.count();
    Json answer = tools.call("Page.navigate", Json.members().with("url", page), LOAD_LIMIT);
    trouble = answer.at("result", "errorText").text() + answer.at("error", "message").text();
    if (answer.at("result", "isDownload").isTrue()) {
      trouble = "the browser would save it as a file";
    }
    if (!trouble.isEmpty()) {
      standIn(page);
    } else {
      tools.event("Page.domContentEventFired", first, LOAD_LIMIT);
    }
  }

  /// An empty page in the place of the one that does not load: the browser takes it for the
  /// server's, so that it has the same origin.
  private void standIn(String page) throws BrowserFailure {
    blank = true;
    int first = tools.count();
    Json documents =
        Json.items(
            List.of(Json.members().with("urlPattern", "*").with("resourceType", "Document")));
    result("Fetch.enable", Json.members().with("patterns", documents));
    int navigation = tools.send("Page.navigate", Json.members().with("url", page));
    Optional<Happened> paused = tools.event("Fetch.requestPaused", first, COMMAND_LIMIT);
    if (paused.isEmpty()) {
      throw new BrowserFailure("the browser does not open %s: %s".formatted(page, trouble));
    }
    Json type = Json.members().with("name", "Content-Type").with("value", "text/html");
    String body =
        Base64.getEncoder()
            .encodeToString(
                "<!doctype html><title>blank</title>".getBytes(StandardCharsets.US_ASCII));
    result(
        "Fetch.fulfillRequest",
        Json.members()
            .with("requestId", paused.get().parameters().at("requestId"))
            .with("responseCode", Json.number(200))
            .with("responseHeaders", Json.items(List.of(type)))
            .with("body", body));
    tools.reply(navigation, LOAD_LIMIT);
    tools.event("Page.domContentEventFired", indexOf(paused.get()), LOAD_LIMIT);
    result("Fetch.disable", Json.members());
  }

  private int indexOf(Happened event) {
    return tools.events().indexOf(event);
  }

  private Json socket() throws BrowserFailure {
    List<Json> given =
        List.of(
            Json.text(visit.socketUrl()),
            Json.items(visit.subprotocols().stream().map(Json::text).toList()),
            Json.text("wsdoctor: does this come back?"),
            Json.number(HOLD.toMillis()),
            Json.number(SOCKET_LIMIT.toMillis()));
    String arguments = String.join(",", given.stream().map(Json::print).toList());
    String script = SCRIPT + "(" + arguments + ")";
    Json answer =
        tools.call(
            "Runtime.evaluate",
            Json.members()
                .with("expression", script)
                .with("awaitPromise", Json.flag(true))
                .with("returnByValue", Json.flag(true)),
            SOCKET_LIMIT.plus(COMMAND_LIMIT));
    Json value = answer.at("result", "result", "value");
    if (!value.isThere()) {
      throw new BrowserFailure(
          "the page lets no script run: "
              + answer.at("result", "exceptionDetails", "text").text()
              + answer.at("error", "message").text());
    }
    return value;
  }
}
