package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.Answer;
import dev.wsdoctor.gateway.answer.FileFacts;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.HeadWriter;
import dev.wsdoctor.gateway.answer.HeadWriter.ConnectionOption;
import dev.wsdoctor.gateway.answer.OwnAnswers;
import dev.wsdoctor.gateway.wire.ChunkedReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request and its answer: has it decided, and carries the decision out. Used by the thread of
/// its connection's loop.
final class Exchange {
  private static final int REQUEST_TIMEOUT = 408;
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final ChunkedReader.Sink NOWHERE = (_, _, _) -> {};

  private final ClientConnection client;
  private final Request request;
  private final boolean refused;
  private final RequestTruth truth;
  private final RequestBody body;
  private final Downstream downstream;
  private final Timer bodyTimer;

  private Execution execution;
  private @Nullable FilePump pump;
  private boolean expectTested;
  private boolean mayKeepAlive = true;
  private boolean keepsAlive;
  private boolean answered;
  private boolean over;

  Exchange(ClientConnection client, Request request, Optional<Integer> refusal, long headLength) {
    this.client = client;
    this.request = request;
    this.refused = refusal.isPresent();
    this.truth = new RequestTruth(client, refusal, headLength);
    boolean takesBareLineFeed = !client.site().nginx().version().isAtLeast(1, 29, 4);
    this.body = RequestBody.of(request, takesBareLineFeed);
    Channel channel = client.channel();
    this.downstream = new Downstream(channel, channel::close);
    this.bodyTimer = new Timer(channel.eventLoop(), channel::close);
    this.execution = decide();
  }

  private Execution decide() {
    Site site = client.site();
    return site.nginx().execute(client.facts().connection(), request, new DiskView(), truth);
  }

  void start() {
    downstream.sendTimeout(Settings.time(scope(), "send_timeout", MINUTE));
    perform();
  }

  private Scope scope() {
    return execution.scope();
  }

  private void perform() {
    if (execution.errStatus() == REQUEST_TIMEOUT) {
      client.close(false);
      return;
    }
    switch (execution.decision().outcome()) {
      case Outcome.Answered answered ->
          send(answers().answered(answered), !answers().isText(answered));
      case Outcome.Static file -> sendFile(file);
      case Outcome.WrongProtocol _ -> send(answers().page(497, Optional.empty()), true);
      case Outcome.Closed _ -> client.close(false);
      case Outcome.Proxied _ -> send(answers().page(501, Optional.empty()), true);
      case Outcome.Handled _ -> send(answers().page(501, Optional.empty()), true);
      case Outcome.NotListening(), Outcome.NotLoaded() -> client.close(false);
    }
  }

  private OwnAnswers answers() {
    Site site = client.site();
    return new OwnAnswers(execution, site.nginx().version().toString(), site.clock().instant());
  }

  private void sendFile(Outcome.Static outcome) {
    if (!execution.sendsFile()) {
      send(answers().page(outcome.status(), Optional.empty()), true);
      return;
    }
    Optional<Path> path = DiskView.path(outcome.path().text());
    try {
      BasicFileAttributes file =
          Files.readAttributes(path.orElseThrow(), BasicFileAttributes.class);
      FileFacts facts = new FileFacts(file.size(), file.lastModifiedTime().toInstant());
      send(answers().file(path.get(), outcome, facts), false);
    } catch (IOException _) {
      send(answers().page(404, Optional.empty()), true);
    }
  }

  /// `Expect: 100-continue`, before a body is read.
  private void testExpect() {
    boolean expects =
        !expectTested
            && request.version().compareTo("HTTP/1.0") > 0
            && execution.field("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    expectTested = true;
    if (expects) {
      downstream.interim("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }

  /// Sends an answer of its own; what has come of the request's body is dropped before.
  private void send(Answer prepared, boolean isPage) {
    if (!isPage) {
      testExpect();
    }
    expectTested = true;
    boolean spoilt = body.take(client.input(), NOWHERE) == RequestBody.Progress.INVALID;
    mayKeepAlive &= !spoilt;
    Answer answer = spoilt && !isPage ? answers().page(400, Optional.empty()) : prepared;
    Head head = answer.head();
    boolean hasBody = !execution.method().equals("HEAD");
    sendHead(head, false);
    FilePump sending =
        new FilePump(client.channel(), downstream, hasBody ? answer.body() : java.util.List.of());
    pump = sending;
    pump();
  }

  private void sendHead(Head head, boolean chunked) {
    keepsAlive = keepsAlive();
    if (head.server().isEmpty()) {
      head.server(answers().signature());
    }
    if (head.date().isEmpty()) {
      head.date(truth.date());
    }
    truth.answering(head, downstream);
    if (request.version().equals("HTTP/0.9")) {
      downstream.head(new byte[0], false);
      return;
    }
    ConnectionOption option = keepsAlive ? ConnectionOption.KEEP_ALIVE : ConnectionOption.CLOSE;
    downstream.head(HeadWriter.write(head, chunked, option, keepAliveField()), chunked);
  }

  /// The second parameter of `keepalive_timeout`.
  private long keepAliveField() {
    Optional<Directive> setting = scope().setting("keepalive_timeout");
    return setting
        .filter(d -> d.parameters().size() > 1)
        .map(d -> dev.wsdoctor.directive.Quantities.seconds(d.parameters().getLast()).orElse(0))
        .orElse(0L);
  }

  /// `ngx_http_handler`, `ngx_http_update_location_config`.
  private boolean keepsAlive() {
    if (!mayKeepAlive || refused || execution.closes()) {
      return false;
    }
    String wish = request.fields().first("Connection").orElse("").toLowerCase(Locale.ROOT);
    boolean asks =
        !wish.contains("close")
            && (wish.contains("keep-alive") || request.version().compareTo("HTTP/1.0") > 0);
    return asks
        && !Settings.time(scope(), "keepalive_timeout", Duration.ofSeconds(75)).isZero()
        && client.requests() < Settings.number(scope(), "keepalive_requests", 1000);
  }

  private void pump() {
    FilePump sending = pump;
    if (sending == null) {
      return;
    }
    try {
      if (sending.run()) {
        pump = null;
        downstream.end().addListener(_ -> finish());
      } else {
        downstream.flush();
      }
    } catch (IOException _) {
      client.channel().close();
    }
  }

  void writabilityChanged() {
    if (downstream.isWritable()) {
      pump();
    }
  }

  /// The answer is written; what is left of the request's body is read and dropped before the next
  /// one.
  private void finish() {
    if (over) {
      return;
    }
    answered = true;
    if (!keepsAlive || client.isEnding()) {
      over = true;
      client.close(lingers());
      return;
    }
    if (body.isDone()) {
      over = true;
      client.next();
      return;
    }
    bodyTimer.start(Settings.time(scope(), "lingering_timeout", Duration.ofSeconds(5)));
    client.advance();
  }

  private boolean lingers() {
    String how = Settings.word(scope(), "lingering_close", "on");
    return how.equals("always") || (how.equals("on") && (body.exists() || refused));
  }

  /// Takes what belongs to its body; whether there was any.
  boolean takeBody(ByteBuf input) {
    if (over || body.isDone() || !answered) {
      return false;
    }
    int before = input.readableBytes();
    RequestBody.Progress progress = body.take(input, NOWHERE);
    truth.received(before - input.readableBytes());
    if (progress == RequestBody.Progress.MORE) {
      return input.readableBytes() != before;
    }
    over = true;
    if (progress == RequestBody.Progress.DONE) {
      client.next();
    } else {
      client.close(true);
    }
    return true;
  }

  /// The client has sent all that it will send.
  void clientGone() {
    if (!over && answered) {
      over = true;
      client.close(false);
    }
  }

  /// The connection is no more.
  void clientLost() {
    over = true;
  }

  void tunnelled(ByteBuf bytes) {
    bytes.release();
  }

  void release() {
    downstream.close();
    bodyTimer.end();
    FilePump sending = pump;
    if (sending != null) {
      sending.close();
    }
  }
}
