package dev.wsdoctor.capture;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an intermediary has done to a handshake, where both sides of it were captured.
final class HandshakeSights {
  private static final double SEEN = 0.95;
  private static final double LIKELY = 0.7;
  private static final String UPGRADE_ADVICE =
      "in the location: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
          + " proxy_set_header Connection $connection_upgrade;";

  private final Passage passage;
  private final List<Finding> found = new ArrayList<>();

  HandshakeSights(Passage passage) {
    this.passage = passage;
  }

  List<Finding> causes() {
    Optional<Exchange> outer = passage.client().handshake();
    Optional<Exchange> inner = passage.upstream().handshake();
    if (outer.isPresent() && inner.isPresent() && asksForWebSocket(outer.get().request())) {
      request(outer.get().request(), inner.get());
      answer(outer.get(), inner.get());
    }
    return found;
  }

  private static boolean asksForWebSocket(Request request) {
    return request.fields().hasMember("Upgrade", "websocket");
  }

  private void request(Request got, Exchange inner) {
    Request sent = inner.request();
    upgrade(sent.fields());
    if (sent.version().equals("HTTP/1.0")) {
      mended("upstream-http-1.0", "the handshake goes upstream in HTTP/1.0", sent.line());
    }
    int hosts = sent.fields().all("Host").size();
    if (hosts > 1) {
      report(
          "duplicate-host-header",
          SEEN,
          "%d Host fields go upstream".formatted(hosts),
          sent.line());
    }
    if (got.fields().has("Sec-WebSocket-Protocol")
        && !sent.fields().has("Sec-WebSocket-Protocol")) {
      report(
          "subprotocol-mismatch",
          SEEN,
          "Sec-WebSocket-Protocol is lost on the way upstream",
          "the client offers " + value(got, "Sec-WebSocket-Protocol"));
    }
    inner
        .response()
        .filter(answer -> answer.status() >= 400)
        .ifPresent(answer -> refused(got, sent, answer));
  }

  private void upgrade(Fields sent) {
    boolean upgrade = sent.has("Upgrade");
    boolean connection = sent.hasMember("Connection", "upgrade");
    String seen =
        "Upgrade: %s, Connection: %s went upstream"
            .formatted(words(sent, "Upgrade"), words(sent, "Connection"));
    if (!upgrade && !connection) {
      mended(
          "upgrade-headers-missing", "neither Upgrade nor Connection: upgrade goes upstream", seen);
    } else if (!upgrade || (!connection && isDefault(sent))) {
      mended(
          "upgrade-headers-incomplete",
          "only one of Upgrade and Connection: upgrade goes upstream",
          seen);
    } else if (!connection) {
      mended(
          "connection-header-wrong", "Connection goes upstream without the option 'upgrade'", seen);
    } else if (!sent.hasMember("Upgrade", "websocket")) {
      mended(
          "upgrade-header-wrong", "Upgrade goes upstream with something else than websocket", seen);
    }
  }

  /// What nginx sends when nobody sets it.
  private static boolean isDefault(Fields sent) {
    return !sent.has("Connection") || sent.hasMember("Connection", "close");
  }

  private static String words(Fields fields, String name) {
    return fields.has(name) ? "'" + String.join(", ", fields.all(name)) + "'" : "nothing";
  }

  private static String value(Request request, String name) {
    return String.join(", ", request.fields().all(name));
  }

  private void refused(Request got, Request sent, Response answer) {
    String seen = "the backend answered %d to %s".formatted(answer.status(), sent.line());
    if (!got.target().equals(sent.target()) && answer.status() == 404) {
      report(
          "proxy-pass-rewrites-path",
          SEEN,
          "the path arrives changed and the backend does not know it",
          "%s became %s, and %s".formatted(got.line(), sent.line(), seen));
      return;
    }
    if (answer.status() != 403 && answer.status() != 400) {
      return;
    }
    if (got.fields().has("Origin") && !sent.fields().has("Origin")) {
      report("origin-stripped", LIKELY, "Origin is taken away before the backend refuses", seen);
    } else if (!value(got, "Host").equals(value(sent, "Host")) && answer.status() == 403) {
      report(
          "host-header-rewritten",
          LIKELY,
          "Host arrives changed and the backend refuses",
          "Host %s became %s, and %s".formatted(value(got, "Host"), value(sent, "Host"), seen));
    } else if (sent.fields().has("Origin") && answer.status() == 403) {
      report(
          "origin-rejected-by-backend",
          LIKELY,
          "the backend refuses, as it does for an Origin that it does not allow",
          "Origin %s; %s".formatted(value(sent, "Origin"), seen));
    }
  }

  private void answer(Exchange outer, Exchange inner) {
    if (!inner.opened() || outer.response().isEmpty()) {
      return;
    }
    Response given = outer.response().get();
    if (given.status() == 101 && !given.fields().has("Upgrade")) {
      report(
          "upgrade-response-hidden",
          SEEN,
          "the backend's 101 has Upgrade, and it is taken away on the way back",
          "101 without Upgrade went to the client");
    } else if (given.status() == 502) {
      report(
          "upstream-header-too-big",
          LIKELY,
          "the backend answered 101 and the client got 502",
          "as for a head that is larger than proxy_buffer_size");
    }
  }

  private void mended(String id, String summary, String seen) {
    found.add(finding(id, SEEN, summary, seen).mendedBy(Fix.manual(UPGRADE_ADVICE)));
  }

  private void report(String id, double confidence, String summary, String seen) {
    found.add(finding(id, confidence, summary, seen));
  }

  /// What opens all the same fails for others, or later.
  private Finding finding(String id, double confidence, String summary, String seen) {
    return Finding.of(
            id,
            passage.client().isOpen() ? Severity.WARNING : Severity.ERROR,
            confidence,
            summary,
            "Both sides of the intermediary were captured: what it passed on is not what it got.")
        .because(CaptureJudge.seen(passage.upstream(), seen));
  }
}
