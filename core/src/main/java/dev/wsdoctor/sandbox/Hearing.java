package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.sandbox.StandIn.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the stand-ins heard, sorted: values of `proxy_pass` with variables by number, requests, and
/// the peers that were spoken to in another protocol.
record Hearing(
    Map<Integer, String> values,
    List<RecordedRequest> requests,
    List<String> otherPeers,
    boolean contradicts) {
  private static final Pattern BROKEN_LINE =
      Pattern.compile("(?s)([A-Z]+) (.*?) (HTTP/[0-9]\\.[0-9])(\r\n.*)");

  static Hearing of(List<Heard> heard, Originals originals) {
    Map<Integer, String> values = new HashMap<>();
    List<RecordedRequest> requests = new ArrayList<>();
    List<String> others = new ArrayList<>();
    boolean contradicts = false;
    for (Heard one : heard) {
      Matcher captured = Destinations.CAPTURED.matcher(one.head());
      if (captured.matches()) {
        String before = values.put(Integer.parseInt(captured.group(1)), captured.group(2));
        contradicts |= before != null && !before.equals(captured.group(2));
        continue;
      }
      Optional<Request> request = request(one.head()).filter(r -> !r.method().equals("PRI"));
      request.ifPresentOrElse(
          r -> requests.add(recorded(one, originals.restore(r))),
          () -> others.add(one.peer().name()));
    }
    return new Hearing(values, requests, others, contradicts);
  }

  /// nginx sends spaces in the request target if a capture in `proxy_pass` has them.
  private static Optional<Request> request(String head) {
    if (HeadParser.request(head) instanceof HeadParser.Parsed.Valid<Request>(Request request)) {
      return Optional.of(request);
    }
    Matcher broken = BROKEN_LINE.matcher(head);
    if (!broken.matches()) {
      return Optional.empty();
    }
    String repaired = broken.group(1) + " / " + broken.group(3) + broken.group(4);
    return HeadParser.request(repaired) instanceof HeadParser.Parsed.Valid<Request>(Request rest)
        ? Optional.of(new Request(rest.method(), broken.group(2), rest.version(), rest.fields()))
        : Optional.empty();
  }

  private static RecordedRequest recorded(Heard heard, Request request) {
    Peer peer = heard.peer();
    return new RecordedRequest(
        peer.name(),
        heard.tls(),
        heard.head(),
        request,
        heard.answered(),
        peer.role() == Peer.Role.AUTHORIZATION);
  }
}
