package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One request and its answer: has it decided, and carries the decision out. Used by the thread of
/// its connection's loop.
final class Exchange implements Recipient {
  private static final int CLOSED = 444;
  private static final int REQUEST_TIMEOUT = 408;

  private final ClientConnection client;
  private final Deciding deciding;
  private final RequestTruth truth;
  private final ClientBody body;
  private final Downstream downstream;
  private final AnswerHeads heads;
  private final AnswerMaking making;
  private final OwnSending own;
  private final Verdicts verdicts;
  private final ErrorReport errors;
  private final Leaving leaving;

  private Execution execution;
  private final UpstreamFacts upstreamFacts = new UpstreamFacts();
  private final Forwarding forwarding;
  private boolean answered;
  private boolean over;

  Exchange(ClientConnection client, ReadHead head) {
    this.client = client;
    Request request = head.request();
    this.truth = new RequestTruth(client, upstreamFacts, head);
    this.deciding = new Deciding(client, request, truth);
    this.errors = ErrorReport.of(client, head.line(), () -> execution().logContext());
    Channel channel = client.channel();
    this.downstream = new Downstream(channel, this::clientIsStuck);
    this.body =
        new ClientBody(
            RequestBody.of(request, client.site().nginx().version()),
            truth,
            downstream,
            new Timer(channel.eventLoop(), () -> terminate(REQUEST_TIMEOUT)));
    truth.bodyFrom(() -> body.text(scope()));
    this.heads =
        new AnswerHeads(
            client, request, truth, downstream, upstreamFacts, errors, head.refusal().isEmpty());
    this.making = new AnswerMaking(client.site(), truth, heads);
    this.forwarding = new Forwarding(this, client, body, heads, upstreamFacts, deciding);
    this.own = new OwnSending(client, body, heads, downstream, errors, this::finish);
    this.verdicts = new Verdicts(this, client, truth, this::decided);
    this.leaving = new Leaving(errors, verdicts);
    this.execution = decide();
  }

  private Execution decide() {
    Execution decided = deciding.decide();
    errors.decided(decided);
    return decided;
  }

  private Execution execution() {
    return execution;
  }

  @Override
  public ErrorReport errors() {
    return errors;
  }

  void start() {
    downstream.sendTimeout(Settings.SEND_TIMEOUT.in(scope()));
    perform();
  }

  private Scope scope() {
    return execution.scope();
  }

  private void perform() {
    truth.answering(execution.decision().outcome());
    if (execution.errStatus() == REQUEST_TIMEOUT) {
      terminate(REQUEST_TIMEOUT);
      return;
    }
    switch (execution.decision().outcome()) {
      case Outcome.Closed _ -> terminate(CLOSED);
      case Outcome.Proxied proxied -> proxy(proxied);
      case Outcome.Handled(String _, Directive by) when verdicts.ask(execution, by) -> {}
      case Outcome.Answered _,
          Outcome.Static _,
          Outcome.WrongProtocol _,
          Outcome.Handled _,
          Outcome.NotListening _,
          Outcome.NotLoaded _ -> {
        if (!own.perform(execution, making.own(execution))) {
          client.close(false);
        }
      }
    }
    forwarding.mirror(execution);
  }

  /// Ends the connection without an answer; the access log has that status, unless something of an
  /// answer was sent (`ngx_http_terminate_request`).
  void terminate(int status) {
    truth.terminated(status);
    over = true;
    client.close(false);
  }

  /// It has taken nothing for `send_timeout`.
  private void clientIsStuck() {
    errors.say(
        ClientMessages.timedOut(),
        forwarding.current().isEmpty() ? Action.SENDING_RESPONSE : Action.SENDING_TO_CLIENT);
    terminate(REQUEST_TIMEOUT);
  }

  /// What the decision waited for is known: it is made again.
  private void decided(Directive by, int status) {
    truth.verdict(by, status);
    again();
  }

  @Override
  public void again() {
    execution = decide();
    perform();
  }

  private void proxy(Outcome.Proxied proxied) {
    if (!forwarding.begin(execution, proxied)) {
      again();
    }
  }

  /// Nobody's answer is passed on: decides anew, knowing that.
  @Override
  public void upstreamEnded(UpstreamEnding ending) {
    forwarding.end();
    truth.ended(ending);
    again();
  }

  @Override
  public Channel channel() {
    return client.channel();
  }

  @Override
  public byte[] clientAddress() {
    return client.facts().clientBytes();
  }

  @Override
  public Downstream downstream() {
    return downstream;
  }

  @Override
  public Site site() {
    return client.site();
  }

  /// Whether the answer may have a body.
  @Override
  public boolean hasBody() {
    return !execution.method().equals("HEAD");
  }

  /// The head of an upstream's answer, with what this nginx adds.
  @Override
  public void passHead(Head head) {
    making.pass(execution, head);
  }

  @Override
  public boolean takesMore() {
    return downstream.isWritable();
  }

  @Override
  public void passBody(ByteBuf piece) {
    if (hasBody()) {
      downstream.body(piece);
    } else {
      piece.release();
    }
  }

  @Override
  public void passKept(Head head, ByteBuffer body) {
    truth.answering(head.status());
    own.kept(execution, making.own(execution), head, body);
  }

  /// The whole answer of an upstream was passed on.
  @Override
  public void passed() {
    downstream.end().addListener(_ -> finish());
  }

  /// An answer without a head.
  @Override
  public void passHeadless() {
    heads.none();
  }

  /// The rest of the answer will never come.
  ///
  /// @param sends whether what is written goes out: a head alone was not worth a packet yet
  @Override
  public void broken(boolean sends) {
    over = true;
    if (!sends) {
      client.close(false);
      return;
    }
    truth.complete();
    downstream.flushed().addListener(_ -> client.close(false));
  }

  /// The head of a 101; a tunnel follows.
  @Override
  public void upgraded(Head head) {
    making.upgrade(execution, head);
  }

  /// What the client has sent behind its request.
  @Override
  public ByteBuf tunnelInput() {
    return client.tunnel();
  }

  @Override
  public void tunnelEnded() {
    over = true;
  }

  @Override
  public MovedTunnel tunnelMoves() {
    over = true;
    downstream.close();
    body.release();
    own.release();
    forwarding.current().ifPresent(Proxying::move);
    AfterTunnel after =
        new AfterTunnel(site(), execution, errors, forwarding, verdicts, this::tunnelIsOver);
    return new MovedTunnel(client.move(), after.call());
  }

  /// By the thread of the tunnel's loop.
  private void tunnelIsOver(Ending ending) {
    downstream.tunnelled(ending.fromUpstream());
    upstreamFacts.tunnelled(ending.fromClient(), ending.fromUpstream());
    TunnelRemarks.of(ending).ifPresent(m -> errors.say(m, Action.PROXYING_UPGRADED));
    abandon();
    verdicts.release();
    log();
  }

  /// An upstream takes more of the body.
  @Override
  public void resume() {
    client.advance();
  }

  void writabilityChanged() {
    downstream.goOn();
    if (downstream.isWritable()) {
      forwarding.current().ifPresent(Proxying::downstreamWritable);
      own.goOn();
    }
  }

  /// The answer is written; what is left of the request's body is read and dropped before the next
  /// one.
  private void finish() {
    if (over) {
      return;
    }
    answered = true;
    truth.complete();
    if (!heads.keepsAlive() || client.isEnding()) {
      over = true;
      client.close(body.lingers(scope(), truth.refusal().isPresent()));
      return;
    }
    if (body.isDone()) {
      over = true;
      client.next();
      return;
    }
    body.awaitRest(scope());
    client.advance();
  }

  /// Takes what belongs to its body; whether there was any.
  boolean takeBody(ByteBuf input) {
    int before = input.readableBytes();
    if (forwarding.isCollecting()) {
      forwarding.collect(input, execution);
      return input.readableBytes() != before;
    }
    if (over || body.isDone() || !answered) {
      return false;
    }
    switch (body.drop(input)) {
      case MORE -> {}
      case DONE -> {
        over = true;
        client.next();
      }
      case INVALID, TOO_LARGE, LOST -> {
        over = true;
        client.close(true);
      }
    }
    return input.readableBytes() != before;
  }

  /// The client has sent all that it will send.
  void clientGone() {
    Optional<Tunnelling> tunnel = forwarding.tunnel();
    if (tunnel.isPresent()) {
      tunnel.get().ended();
      return;
    }
    Optional<Proxying> through = forwarding.current();
    boolean collecting = forwarding.isCollecting();
    boolean ignores = Settings.PROXY_IGNORE_CLIENT_ABORT.in(scope()) || forwarding.isCaching();
    boolean waits = through.isPresent() && !collecting && ignores;
    if (over || waits) {
      return;
    }
    if (answered) {
      over = true;
      client.close(false);
    } else if (through.isPresent() || verdicts.isWaiting()) {
      terminate(leaving.closed(through, collecting));
    }
  }

  /// The client has cut its connection.
  void clientCut(IOException why) {
    Optional<Tunnelling> tunnel = forwarding.tunnel();
    if (tunnel.isPresent()) {
      errors.say(ClientMessages.failed(why), Action.PROXYING_UPGRADED);
      tunnel.get().ended();
    } else if (!over) {
      terminate(leaving.cut(forwarding.current(), forwarding.isCollecting(), why));
    }
  }

  /// The connection is no more.
  void clientLost() {
    over = true;
    abandon();
  }

  private void abandon() {
    forwarding.abandon();
    verdicts.abandon();
  }

  void tunnelled(ByteBuf bytes) {
    forwarding.tunnel().ifPresentOrElse(t -> t.fromClient(bytes), bytes::release);
  }

  void tunnelReadComplete() {
    forwarding.tunnel().ifPresent(Tunnelling::clientReadComplete);
  }

  void release() {
    downstream.close();
    abandon();
    verdicts.release();
    log();
    body.release();
    own.release();
  }

  private void log() {
    errors.access(execution);
  }
}
