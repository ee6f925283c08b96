package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.PassedHead;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.HeldPeer;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice.Release;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request on its way through an upstream (`ngx_http_upstream`): sends it to one server after
/// another until one answers, and passes the answer on. Used by the thread of the client's loop.
final class Proxying {
  private static final int BAD_GATEWAY = 502;

  private final Recipient exchange;
  private final Channel client;
  private final Downstream downstream;
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final UpstreamRequest request;
  private final Peers peers;
  private final Timer timer;
  private final UpstreamFacts facts;
  private final UpstreamReport report;

  private @Nullable UpstreamConnection upstream;
  private @Nullable PassedBody body;
  private @Nullable Tunnelling tunnel;
  private boolean requestSent;
  private boolean bodySent;
  private boolean persists;
  private boolean awaitsHead;
  private boolean over;

  Proxying(
      Recipient exchange,
      Execution execution,
      Outcome.Proxied proxied,
      RequestUpload upload,
      UpstreamFacts facts) {
    this.exchange = exchange;
    this.client = exchange.channel();
    this.downstream = exchange.downstream();
    this.execution = execution;
    this.proxied = proxied;
    this.request = new UpstreamRequest(execution, proxied, upload);
    this.facts = facts;
    this.peers = new Peers(exchange, execution, proxied);
    this.report = new UpstreamReport(exchange.errors(), execution, proxied);
    this.timer = new Timer(client.eventLoop(), this::timedOut);
  }

  private Scope scope() {
    return proxied.scope();
  }

  /// Goes to the first server, when its address is known.
  void connect() {
    peers.find(trouble -> trouble.ifPresentOrElse(this::unresolved, this::connectToNext));
  }

  private void unresolved(Message why) {
    if (!over) {
      report.unresolved(why);
      finish(BAD_GATEWAY);
    }
  }

  private void connectToNext() {
    if (over) {
      return;
    }
    Optional<Peer> peer = peers.next();
    if (peer.isEmpty()) {
      facts.trying(peers.name());
      facts.ended(BAD_GATEWAY);
      report.noneLives(peers.name());
      finish(BAD_GATEWAY);
      return;
    }
    requestSent = false;
    bodySent = false;
    awaitsHead = false;
    facts.trying(peer.get().address());
    report.trying(peer.get().address());
    timer.start(proxied.tunnel().connectTimeout().value());
    UpstreamConnection to = peers.connect(peer.get(), this);
    upstream = to;
    if (to.isKept()) {
      connected(to);
    }
  }

  void connected(UpstreamConnection to) {
    if (over || to != upstream) {
      to.close();
      return;
    }
    facts.connected();
    report.doing(Action.SENDING_REQUEST_TO_UPSTREAM);
    if (Settings.PROXY_SOCKET_KEEPALIVE.in(scope())) {
      to.channel().config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
    requestSent = true;
    timer.start(proxied.tunnel().sendTimeout().value());
    request.send(to.channel(), this::requestIsSent);
    to.channel().read();
  }

  private void requestIsSent() {
    bodySent = true;
    if (!over && body == null) {
      awaitsHead = true;
      timer.start(proxied.tunnel().readTimeout().value());
    }
  }

  void upstreamWritable() {
    if (tunnel != null) {
      tunnel.upstreamWritable();
    } else {
      request.writable();
      exchange.resume();
    }
  }

  private void timedOut() {
    UpstreamConnection current = upstream;
    if (over || current == null) {
      return;
    }
    if (body == null) {
      failed(current, Failure.TIMEOUT, UpstreamMessages.timedOut());
    } else {
      report.reading(UpstreamMessages.timedOut());
      over = true;
      current.close();
      exchange.broken(true);
    }
  }

  /// The server gives no answer, and the error log hears why.
  void failed(UpstreamConnection from, Failure failure, Message why) {
    if (over || from != upstream) {
      return;
    }
    from.close();
    facts.failed(failure);
    report.failed(why, awaitsHead || failure != Failure.TIMEOUT);
    if (peers.failed(failure, attempt(from), report)) {
      connectToNext();
    } else {
      finish(failure.status());
    }
  }

  private NextUpstream.Try attempt(UpstreamConnection with) {
    return peers.attempt(with.isKept(), requestSent, request.isUnbuffered(), facts.elapsed());
  }

  private void finish(int status) {
    over = true;
    timer.end();
    exchange.upstreamEnded(new UpstreamEnding.Status(status));
  }

  /// The head of the answer has come, and the first bytes behind it.
  void head(UpstreamConnection from, Response response, ByteBuf rest) {
    facts.answered(response);
    report.reading();
    ResponseBody framing = ResponseBody.of(response, proxied.sent().method(), exchange.site());
    boolean whole = framing.isDone() && !rest.isReadable();
    persists = PassedHead.persists(response);
    Optional<Failure> unwanted = peers.passesOver(response.status(), attempt(from), report);
    if (unwanted.isPresent()) {
      rest.release();
      leave(whole && unwanted.get().release() == Release.SUCCEEDED);
      facts.ended(response.status());
      connectToNext();
      return;
    }
    PassedHead passed = new PassedHead(execution, proxied);
    Optional<UpstreamEnding> ending =
        exchange.replaces(response)
            ? Optional.of(new UpstreamEnding.Status(response.status()))
            : passed.ending(response);
    if (ending.isPresent()) {
      rest.release();
      over = true;
      timer.end();
      peers.release(Release.SUCCEEDED);
      leave(whole);
      facts.ended(response.status());
      exchange.upstreamEnded(ending.get());
      return;
    }
    if (response.status() == 101 && proxied.upgradable()) {
      upgrade(from, passed.of(response), rest);
      return;
    }
    passed.limitRate(response).ifPresent(facts::limitRate);
    boolean buffers =
        passed.buffers(response).orElseGet(() -> Settings.PROXY_BUFFERING.in(scope()));
    exchange.passHead(passed.of(response));
    if (!buffers) {
      downstream.flush();
    }
    relay(framing, buffers);
    if (framing.isDone() || !exchange.hasBody()) {
      complete(whole);
    }
    body(rest);
    if (!buffers) {
      report.doing(Action.SENDING_TO_CLIENT);
    }
  }

  /// An answer without a head is a body alone (HTTP/0.9).
  void headless(ByteBuf bytes) {
    report.failed(UpstreamMessages.sentNoValidHeader(), true);
    facts.answeredHeadless();
    exchange.passHeadless();
    relay(ResponseBody.untilEnd(), Settings.PROXY_BUFFERING.in(scope()));
    body(bytes);
  }

  private void relay(ResponseBody framing, boolean buffers) {
    report.doing(Action.READING_UPSTREAM);
    body = new PassedBody(this, exchange, framing, buffers, scope());
    timer.start(proxied.tunnel().readTimeout().value());
  }

  /// Bytes behind the head.
  void body(ByteBuf bytes) {
    if (tunnel != null) {
      tunnel.fromUpstream(bytes);
      return;
    }
    if (over || body == null || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    timer.start(proxied.tunnel().readTimeout().value());
    facts.received(bytes.readableBytes());
    body.take(bytes);
  }

  void readComplete(UpstreamConnection from) {
    if (tunnel != null) {
      tunnel.upstreamReadComplete();
      return;
    }
    if (over) {
      return;
    }
    if (downstream.bodyBytes() > 0) {
      downstream.flush();
    }
    if (exchange.takesMore()) {
      from.channel().read();
    }
  }

  /// The client has taken what was to be sent.
  void downstreamWritable() {
    if (tunnel != null) {
      tunnel.clientWritable();
    } else if (!over && upstream != null && body != null) {
      upstream.channel().read();
    }
  }

  /// The upstream has closed behind its head.
  void ended() {
    if (tunnel != null) {
      tunnel.ended();
    } else if (!over && body != null) {
      body.ended();
    }
  }

  /// The upstream has not closed, but cut the connection, behind its head.
  void cut(Message why) {
    if (over) {
      return;
    }
    if (tunnel != null) {
      report.say(why);
      tunnel.ended();
    } else if (body != null) {
      body.cut(why);
    }
  }

  /// The answer is complete.
  ///
  /// @param whole whether it has ended where its head says
  void complete(boolean whole) {
    over = true;
    peers.release(Release.SUCCEEDED);
    timer.end();
    leave(whole);
    facts.ended(0);
    if (body != null) {
      body.flush();
    }
    exchange.passed();
  }

  private void leave(boolean whole) {
    UpstreamConnection left = upstream;
    upstream = null;
    if (left != null) {
      peers.leave(left, whole && persists && bodySent);
    }
  }

  /// The answer cannot be completed: the client gets what there is.
  ///
  /// @param sends whether what is written goes out
  void broken(boolean sends) {
    over = true;
    timer.end();
    if (upstream != null) {
      upstream.close();
    }
    if (body != null) {
      body.flush();
    }
    exchange.broken(sends);
  }

  private void upgrade(UpstreamConnection from, Head head, ByteBuf rest) {
    timer.end();
    report.doing(Action.PROXYING_UPGRADED);
    Tunnelling through = new Tunnelling(client, from.channel(), proxied.tunnel(), exchange);
    tunnel = through;
    exchange.upgraded(head);
    through.start(exchange.tunnelInput(), rest);
  }

  /// What becomes known of the servers.
  UpstreamFacts facts() {
    return facts;
  }

  /// What it is busy with, as the error log names it.
  UpstreamReport report() {
    return report;
  }

  Optional<Tunnelling> tunnel() {
    return Optional.ofNullable(tunnel);
  }

  /// The tunnel goes on without this.
  void move() {
    tunnel = null;
    if (upstream != null) {
      upstream.giveAway();
      upstream = null;
    }
  }

  /// The peer that is to be given back when a tunnel ends that goes on without this.
  Optional<HeldPeer> handOver() {
    return peers.handOver();
  }

  /// The client is gone, and nobody wants the answer.
  void abandon() {
    over = true;
    facts.left();
    peers.release(Release.SUCCEEDED);
    timer.end();
    if (upstream != null) {
      upstream.close();
    }
    if (body != null) {
      body.release();
    }
    if (tunnel != null) {
      tunnel.end();
    }
  }
}
