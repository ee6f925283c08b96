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
import dev.wsdoctor.nginx.UpstreamEnding;
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
  private final UpstreamFacts upstreamFacts = new UpstreamFacts();
  private @Nullable FilePump pump;
  private @Nullable RequestUpload upload;
  private @Nullable Proxying proxying;
  private boolean collecting;
  private boolean expectTested;
  private boolean mayKeepAlive = true;
  private boolean keepsAlive;
  private boolean answered;
  private boolean over;

  Exchange(ClientConnection client, Request request, Optional<Integer> refusal, long headLength) {
    this.client = client;
    this.request = request;
    this.refused = refusal.isPresent();
    this.truth = new RequestTruth(client, upstreamFacts, refusal, headLength);
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
      case Outcome.Proxied proxied -> proxy(proxied);
      case Outcome.Handled _ -> send(answers().page(501, Optional.empty()), true);
      case Outcome.NotListening(), Outcome.NotLoaded() -> client.close(false);
    }
  }

  /// Sends the request on, after its body has come, or while it comes.
  private void proxy(Outcome.Proxied proxied) {
    upstreamFacts.begin();
    RequestUpload sending = upload;
    if (sending == null) {
      boolean streams = !Settings.flag(scope(), "proxy_request_buffering", true);
      sending = new RequestUpload(streams);
      upload = sending;
      if (streams && body.isChunked() && isWholeBodyHere(sending)) {
        execution = decide();
        perform();
        return;
      }
    }
    Proxying through =
        new Proxying(this, execution, proxied, sending, client.site().loops(), upstreamFacts);
    proxying = through;
    if (body.isDone()) {
      collected();
      return;
    }
    testExpect();
    collecting = true;
    bodyTimer.start(Settings.time(scope(), "client_body_timeout", MINUTE));
    if (sending.streams()) {
      through.start();
    }
    client.advance();
  }

  /// A chunked body that has come with its head is sent on with its length.
  private boolean isWholeBodyHere(RequestUpload sending) {
    boolean whole = body.take(client.input(), sending) == RequestBody.Progress.DONE;
    truth.bodyIsRead(whole);
    return whole;
  }

  /// The whole body is there.
  private void collected() {
    boolean began = collecting && upload != null && upload.streams();
    collecting = false;
    bodyTimer.stop();
    RequestUpload sending = upload;
    Proxying through = proxying;
    if (sending == null || through == null) {
      return;
    }
    try {
      sending.complete();
      if (!began) {
        through.start();
      }
    } catch (IOException _) {
      upstreamEnded(new UpstreamEnding.Status(500));
    }
  }

  /// Nobody's answer is passed on: decides anew, knowing that.
  void upstreamEnded(UpstreamEnding ending) {
    collecting = false;
    bodyTimer.stop();
    proxying = null;
    truth.ended(ending);
    execution = decide();
    perform();
  }

  Channel channel() {
    return client.channel();
  }

  Downstream downstream() {
    return downstream;
  }

  Site site() {
    return client.site();
  }

  /// Whether the answer may have a body.
  boolean hasBody() {
    return !execution.method().equals("HEAD");
  }

  /// The head of an upstream's answer, with what this nginx adds.
  void passHead(Head head) {
    answers().addTo(head);
    int status = head.status();
    boolean measured = head.contentLength() >= 0 || !hasBody();
    boolean bodiless = status < 200 || status == 204 || status == 304;
    boolean chunked =
        !measured
            && !bodiless
            && request.version().compareTo("HTTP/1.0") > 0
            && Settings.flag(scope(), "chunked_transfer_encoding", true);
    mayKeepAlive &= measured || bodiless || chunked;
    sendHead(head, chunked);
  }

  /// The whole answer of an upstream was passed on.
  void passed() {
    downstream.end().addListener(_ -> finish());
  }

  /// An answer without a head.
  void passHeadless() {
    mayKeepAlive = false;
    keepsAlive = false;
    truth.answering(new Head(200), downstream);
    downstream.head(new byte[0], false);
  }

  /// The rest of the answer will never come.
  ///
  /// @param sends whether what is written goes out: a head alone was not worth a packet yet
  void broken(boolean sends) {
    over = true;
    if (!sends) {
      client.close(false);
      return;
    }
    downstream.flushed().addListener(_ -> client.close(false));
  }

  /// The head of a 101; a tunnel follows.
  void upgraded(Head head) {
    answers().addTo(head);
    complete(head);
    keepsAlive = false;
    downstream.head(HeadWriter.write(head, false, ConnectionOption.UPGRADE, 0), false);
  }

  /// What the client has sent behind its request.
  ByteBuf tunnelInput() {
    return client.tunnel();
  }

  void tunnelEnded() {
    over = true;
  }

  /// An upstream takes more of the body.
  void resume() {
    client.advance();
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
        new FilePump(
            client.channel(), downstream::body, hasBody ? answer.body() : java.util.List.of());
    pump = sending;
    pump();
  }

  private void sendHead(Head head, boolean chunked) {
    keepsAlive = keepsAlive();
    complete(head);
    if (request.version().equals("HTTP/0.9")) {
      downstream.head(new byte[0], false);
      return;
    }
    ConnectionOption kept = keepsAlive ? ConnectionOption.KEEP_ALIVE : ConnectionOption.CLOSE;
    ConnectionOption option = head.status() == 101 ? ConnectionOption.UPGRADE : kept;
    downstream.head(HeadWriter.write(head, chunked, option, keepAliveField()), chunked);
  }

  private void complete(Head head) {
    if (head.server().isEmpty()) {
      head.server(answers().signature());
    }
    if (head.date().isEmpty()) {
      head.date(truth.date());
    }
    truth.answering(head, downstream);
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
    Proxying through = proxying;
    if (!downstream.isWritable()) {
      return;
    }
    if (through != null) {
      through.downstreamWritable();
    }
    pump();
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
    if (collecting) {
      return collect(input);
    }
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

  private boolean collect(ByteBuf input) {
    RequestUpload sending = upload;
    if (sending == null || !sending.takesMore()) {
      return false;
    }
    int before = input.readableBytes();
    RequestBody.Progress progress = body.take(input, sending);
    truth.received(before - input.readableBytes());
    sending.flush();
    long limit = Settings.size(scope(), "client_max_body_size", 1 << 20);
    if (sending.isBroken() || progress == RequestBody.Progress.INVALID) {
      spoilt(sending.isBroken() ? 500 : 400);
    } else if (limit > 0 && sending.received() > limit) {
      spoilt(413);
    } else if (progress == RequestBody.Progress.DONE) {
      collected();
    } else {
      bodyTimer.start(Settings.time(scope(), "client_body_timeout", MINUTE));
    }
    return input.readableBytes() != before;
  }

  /// The body cannot be read: the request ends with that status.
  private void spoilt(int status) {
    Proxying through = proxying;
    mayKeepAlive = false;
    if (through != null) {
      through.abandon();
    }
    upstreamEnded(new UpstreamEnding.Status(status));
  }

  /// The client has sent all that it will send.
  void clientGone() {
    Proxying through = proxying;
    if (through != null && through.tunnel().isPresent()) {
      through.tunnel().get().ended();
      return;
    }
    boolean waits =
        through != null
            && !collecting
            && Settings.flag(scope(), "proxy_ignore_client_abort", false);
    if (!over && !waits && (answered || through != null)) {
      over = true;
      client.close(false);
    }
  }

  /// The connection is no more.
  void clientLost() {
    over = true;
    Proxying through = proxying;
    if (through != null) {
      through.abandon();
    }
  }

  void tunnelled(ByteBuf bytes) {
    Optional<Tunnelling> tunnel = Optional.ofNullable(proxying).flatMap(Proxying::tunnel);
    tunnel.ifPresentOrElse(t -> t.fromClient(bytes), bytes::release);
  }

  void tunnelReadComplete() {
    Optional.ofNullable(proxying)
        .flatMap(Proxying::tunnel)
        .ifPresent(Tunnelling::clientReadComplete);
  }

  void release() {
    downstream.close();
    bodyTimer.end();
    Proxying through = proxying;
    if (through != null) {
      through.abandon();
    }
    if (upload != null) {
      upload.release();
    }
    FilePump sending = pump;
    if (sending != null) {
      sending.close();
    }
  }
}
