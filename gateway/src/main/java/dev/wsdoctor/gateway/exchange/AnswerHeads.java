package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.HeadWriter;
import dev.wsdoctor.gateway.answer.HeadWriter.ConnectionOption;
import dev.wsdoctor.gateway.answer.OwnAnswers;
import dev.wsdoctor.gateway.answer.Substitution;
import dev.wsdoctor.gateway.answer.Trailers;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Execution;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sends the head of one answer, which also says what becomes of the connection. Used by one
/// thread.
final class AnswerHeads {
  /// As nginx logs an answer of HTTP/0.9.
  private static final int WITHOUT_HEAD = 9;

  private final ClientConnection client;
  private final Request request;
  private final RequestTruth truth;
  private final Downstream downstream;
  private final UpstreamFacts upstreamFacts;
  private final ErrorReport errors;
  private boolean mayKeepAlive;
  private boolean keepsAlive;

  /// @param readable whether the request was understood; else the connection is not kept
  AnswerHeads(
      ClientConnection client,
      Request request,
      RequestTruth truth,
      Downstream downstream,
      UpstreamFacts upstreamFacts,
      ErrorReport errors,
      boolean readable) {
    this.client = client;
    this.request = request;
    this.truth = truth;
    this.downstream = downstream;
    this.upstreamFacts = upstreamFacts;
    this.errors = errors;
    this.mayKeepAlive = readable;
  }

  /// The connection is to be closed behind this answer.
  void forbidKeepAlive() {
    mayKeepAlive = false;
  }

  /// Whether the connection is kept, as the head has said.
  boolean keepsAlive() {
    return keepsAlive;
  }

  boolean isHttp11() {
    return request.version().compareTo("HTTP/1.0") > 0;
  }

  /// The head of an answer whose length is known, or not and that is not to be measured.
  void send(Execution execution, OwnAnswers answers, Head head) {
    Optional<Substitution> change = Substitution.of(execution, head);
    if (change.isPresent() || trailers(execution).areFor(head.status())) {
      pass(execution, answers, head);
    } else {
      send(execution, answers, head, false);
    }
  }

  /// `sub_filter`
  private void change(Execution execution, Head head, Substitution how) {
    how.change(head);
    List<Substitution.Rule> rules = how.rules();
    downstream.change(
        new Substituting(
            rules.stream().map(r -> Substituting.small(execution.text(r.text()))).toList(),
            i -> execution.text(rules.get(i).replacement()).getBytes(StandardCharsets.ISO_8859_1),
            how.once()));
  }

  /// The head of an upstream's answer: a body without a length gets chunks, or the end of the
  /// connection (`ngx_http_chunked_header_filter`).
  void pass(Execution execution, OwnAnswers answers, Head head) {
    Substitution.of(execution, head).ifPresent(how -> change(execution, head, how));
    int status = head.status();
    boolean isHead = execution.method().equals("HEAD");
    boolean bodiless = status < 200 || status == 204 || status == 304;
    boolean mayChunk =
        !isHead
            && !bodiless
            && isHttp11()
            && Settings.CHUNKED_TRANSFER_ENCODING.in(execution.scope());
    if (mayChunk && trailers(execution).areFor(status)) {
      head.contentLength(-1);
      downstream.trailers(() -> trailers(execution, status));
    }
    boolean measured = head.contentLength() >= 0 || isHead;
    boolean chunked = mayChunk && !measured;
    mayKeepAlive &= measured || bodiless || chunked;
    send(execution, answers, head, chunked);
  }

  private static Trailers trailers(Execution execution) {
    return Trailers.IN_FORCE.in(execution.scope());
  }

  private List<Field> trailers(Execution execution, int status) {
    List<Field> fields = trailers(execution).of(execution, status);
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT).replace('-', '_');
      truth.give("sent_trailer_" + name, field.value());
    }
    return fields;
  }

  private void send(Execution execution, OwnAnswers answers, Head head, boolean chunked) {
    boolean announced = isKept(execution);
    keepsAlive = announced && !hasNoTimeout(execution);
    complete(answers, head);
    slowDown(execution);
    if (request.version().equals("HTTP/0.9")) {
      downstream.head(new byte[0], false);
      return;
    }
    ConnectionOption kept = announced ? ConnectionOption.KEEP_ALIVE : ConnectionOption.CLOSE;
    ConnectionOption option = head.status() == 101 ? ConnectionOption.UPGRADE : kept;
    downstream.head(HeadWriter.write(head, chunked, option, keepAliveField(execution)), chunked);
  }

  private void slowDown(Execution execution) {
    SpeedLimit limit = SpeedLimit.IN_FORCE.in(execution.scope());
    if (limit.applies(execution, upstreamFacts)) {
      Pace pace = limit.pace(execution, upstreamFacts, errors);
      truth.give("limit_rate", "" + pace.rate());
      if (pace.rate() > 0) {
        downstream.slowDown(pace, client.site().clock(), truth.startSecond());
      }
    }
  }

  /// The head of a 101 behind which a tunnel begins.
  void upgrade(OwnAnswers answers, Head head) {
    complete(answers, head);
    downstream.head(HeadWriter.write(head, false, ConnectionOption.UPGRADE, 0), false);
  }

  /// No head at all.
  void none() {
    mayKeepAlive = false;
    keepsAlive = false;
    truth.answering(new Head(200), downstream);
    truth.answering(WITHOUT_HEAD);
    downstream.head(new byte[0], false);
  }

  private void complete(OwnAnswers answers, Head head) {
    if (head.server().isEmpty()) {
      head.server(answers.signature());
    }
    if (head.date().isEmpty()) {
      head.date(truth.date());
    }
    truth.answering(head, downstream);
  }

  /// The second parameter of `keepalive_timeout`.
  private static long keepAliveField(Execution execution) {
    Optional<Directive> setting = execution.scope().setting("keepalive_timeout");
    return setting
        .filter(d -> d.parameters().size() > 1)
        .map(d -> Quantities.seconds(d.lastParameter()).orElse(0))
        .orElse(0L);
  }

  /// `ngx_http_handler`, `ngx_http_update_location_config`.
  private boolean isKept(Execution execution) {
    if (!mayKeepAlive || execution.closes()) {
      return false;
    }
    String wish = request.fields().first("Connection").orElse("").toLowerCase(Locale.ROOT);
    boolean asks = !wish.contains("close") && (wish.contains("keep-alive") || isHttp11());
    long most = Settings.KEEPALIVE_REQUESTS.in(execution.scope());
    boolean allowed = !hasNoTimeout(execution) && client.requests() < most;
    return asks && (allowed || !execution.searched());
  }

  private static boolean hasNoTimeout(Execution execution) {
    return Settings.KEEPALIVE_TIMEOUT.in(execution.scope()).isZero();
  }
}
