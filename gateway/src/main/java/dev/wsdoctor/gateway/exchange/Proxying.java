package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.PassedHead;
import dev.wsdoctor.gateway.exchange.UpstreamConnection.Failure;
import dev.wsdoctor.gateway.wire.RequestWriter;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request on its way through an upstream (`ngx_http_upstream`): sends it to one server after
/// another until one answers, and passes the answer on. Used by the thread of the client's loop.
final class Proxying {
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;
  private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "LOCK", "PATCH");

  private final Exchange exchange;
  private final Channel client;
  private final Downstream downstream;
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final RequestUpload upload;
  private final EventLoops loops;
  private final Peers peers;
  private final Timer timer;
  private final UpstreamFacts facts;
  private final int tries;

  private @Nullable UpstreamConnection upstream;
  private @Nullable ResponseBody body;
  private @Nullable ResponseBuffer buffer;
  private @Nullable Tunnelling tunnel;
  private int tried;
  private boolean requestSent;
  private boolean over;

  Proxying(
      Exchange exchange,
      Execution execution,
      Outcome.Proxied proxied,
      RequestUpload upload,
      EventLoops loops,
      UpstreamFacts facts) {
    this.exchange = exchange;
    this.client = exchange.channel();
    this.downstream = exchange.downstream();
    this.execution = execution;
    this.proxied = proxied;
    this.upload = upload;
    this.loops = loops;
    this.facts = facts;
    this.peers = Peers.of(proxied.target(), execution, exchange.site(), loops);
    this.timer = new Timer(client.eventLoop(), this::timedOut);
    long limit = Settings.number(scope(), "proxy_next_upstream_tries", 0);
    this.tries = limit == 0 ? peers.count() : (int) Math.min(limit, peers.count());
  }

  private Scope scope() {
    return proxied.scope();
  }

  /// Goes to the first server.
  void start() {
    connect();
  }

  private void connect() {
    Optional<Peers.Peer> peer = peers.next();
    if (peer.isEmpty()) {
      finish(BAD_GATEWAY);
      return;
    }
    tried++;
    requestSent = false;
    facts.trying(peer.get().name());
    timer.start(proxied.tunnel().connectTimeout().value());
    upstream =
        UpstreamConnection.open(
            this,
            client,
            loops,
            peer.get().address(),
            UpstreamSecurity.of(proxied, exchange.site()),
            proxied.tunnel().bufferSize().value());
  }

  void connected(UpstreamConnection to) {
    if (over || to != upstream) {
      to.close();
      return;
    }
    facts.connected();
    requestSent = true;
    timer.start(proxied.tunnel().sendTimeout().value());
    to.write(Unpooled.wrappedBuffer(RequestWriter.write(proxied.sent().line(), fields())));
    sendBody(to.channel());
    to.channel().read();
  }

  private void sendBody(Channel to) {
    Optional<Directive> own = scope().setting("proxy_set_body");
    if (own.isPresent()) {
      String text = execution.text(own.get().parameter());
      to.write(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)));
    } else if (Settings.flag(scope(), "proxy_pass_request_body", true)) {
      boolean chunked = proxied.sent().first("Transfer-Encoding").isPresent();
      upload.sendTo(to, chunked, this::requestIsSent);
      return;
    }
    to.flush();
    requestIsSent();
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Sent.Field field : proxied.sent().fields()) {
      boolean isLength = field.name().equalsIgnoreCase("Content-Length");
      String value =
          isLength && !field.value().isKnown()
              ? Long.toString(upload.length())
              : execution.text(field.value());
      fields.add(new Field(field.name(), value));
    }
    return fields;
  }

  private void requestIsSent() {
    if (!over && body == null) {
      timer.start(proxied.tunnel().readTimeout().value());
    }
  }

  void upstreamWritable() {
    if (tunnel != null) {
      tunnel.upstreamWritable();
    } else {
      upload.writable();
      exchange.resume();
    }
  }

  private void timedOut() {
    UpstreamConnection current = upstream;
    if (over || current == null) {
      return;
    }
    if (body == null) {
      failed(current, Failure.TIMEOUT);
    } else {
      over = true;
      current.close();
      exchange.broken(true);
    }
  }

  /// The server gives no answer.
  void failed(UpstreamConnection from, Failure failure) {
    if (over || from != upstream) {
      return;
    }
    from.close();
    String condition =
        switch (failure) {
          case ERROR -> "error";
          case TIMEOUT -> "timeout";
          case INVALID_HEADER -> "invalid_header";
        };
    int status = failure == Failure.TIMEOUT ? GATEWAY_TIMEOUT : BAD_GATEWAY;
    facts.ended(status);
    if (mayTryNext(condition)) {
      connect();
    } else {
      finish(status);
    }
  }

  /// `proxy_next_upstream`
  private boolean mayTryNext(String condition) {
    List<String> conditions =
        scope()
            .setting("proxy_next_upstream")
            .map(Directive::parameters)
            .orElse(List.of("error", "timeout"));
    boolean idempotent =
        !requestSent
            || conditions.contains("non_idempotent")
            || !NOT_IDEMPOTENT.contains(proxied.sent().method());
    long limit =
        scope()
            .setting("proxy_next_upstream_timeout")
            .map(d -> Quantities.milliseconds(d.parameter()).orElse(0))
            .orElse(0L);
    boolean inTime = limit == 0 || facts.elapsed().toMillis() < limit;
    return conditions.contains(condition)
        && idempotent
        && inTime
        && tried < tries
        && peers.hasMore()
        && upload.isRepeatable();
  }

  private void finish(int status) {
    over = true;
    timer.end();
    exchange.upstreamEnded(new UpstreamEnding.Status(status));
  }

  /// The head of the answer has come, and the first bytes behind it.
  void head(UpstreamConnection from, Response response, ByteBuf rest) {
    facts.answered(response);
    if (mayTryNext("http_" + response.status())) {
      rest.release();
      from.close();
      facts.ended(response.status());
      connect();
      return;
    }
    PassedHead passed = new PassedHead(execution, proxied);
    Optional<UpstreamEnding> ending = ending(passed, response);
    if (ending.isPresent()) {
      rest.release();
      over = true;
      timer.end();
      from.close();
      facts.ended(response.status());
      exchange.upstreamEnded(ending.get());
      return;
    }
    if (response.status() == 101 && proxied.upgradable()) {
      upgrade(from, passed.of(response), rest);
      return;
    }
    boolean isHead = execution.method().equals("HEAD");
    pass(from, passed.of(response), ResponseBody.of(response, isHead), buffers(passed, response));
    body(rest);
  }

  private Optional<UpstreamEnding> ending(PassedHead passed, Response response) {
    Optional<UpstreamEnding> redirect = passed.redirect(response).map(UpstreamEnding.Redirect::new);
    return redirect.isPresent() || !execution.intercepts(response.status())
        ? redirect
        : Optional.of(new UpstreamEnding.Status(response.status()));
  }

  private boolean buffers(PassedHead passed, Response response) {
    return passed
        .buffers(response)
        .orElseGet(() -> Settings.flag(scope(), "proxy_buffering", true));
  }

  /// An answer without a head is a body alone (HTTP/0.9).
  void headless(UpstreamConnection from, ByteBuf bytes) {
    exchange.passHeadless();
    relay(from, ResponseBody.untilEnd(), Settings.flag(scope(), "proxy_buffering", true));
    body(bytes);
  }

  private void pass(UpstreamConnection from, Head head, ResponseBody framing, boolean buffers) {
    exchange.passHead(head);
    if (!buffers) {
      downstream.flush();
    }
    relay(from, framing, buffers);
  }

  private void relay(UpstreamConnection from, ResponseBody framing, boolean buffers) {
    body = framing;
    buffer = new ResponseBuffer(buffers, scope(), this::send);
    timer.start(proxied.tunnel().readTimeout().value());
    if (framing.isDone()) {
      complete(from);
    }
  }

  private void send(ByteBuf bytes) {
    if (exchange.hasBody()) {
      downstream.body(bytes);
    } else {
      bytes.release();
    }
  }

  void body(ByteBuf bytes) {
    if (tunnel != null) {
      tunnel.fromUpstream(bytes);
      return;
    }
    ResponseBody framing = body;
    ResponseBuffer to = buffer;
    UpstreamConnection from = upstream;
    if (over || framing == null || to == null || from == null || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    timer.start(proxied.tunnel().readTimeout().value());
    facts.received(bytes.readableBytes());
    switch (framing.feed(bytes, to::add)) {
      case MORE -> {}
      case DONE -> complete(from);
      case INVALID -> broken(from, to, downstream.bodyBytes() > 0);
    }
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
    if (downstream.isWritable()) {
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
  void ended(UpstreamConnection from) {
    if (tunnel != null) {
      tunnel.ended();
      return;
    }
    ResponseBuffer to = buffer;
    if (over || body == null || to == null) {
      return;
    }
    if (body.endsWithConnection()) {
      complete(from);
    } else {
      broken(from, to, true);
    }
  }

  private void complete(UpstreamConnection from) {
    over = true;
    timer.end();
    from.close();
    facts.ended(0);
    if (buffer != null) {
      buffer.flush();
    }
    exchange.passed();
  }

  /// The answer cannot be completed: the client gets what there is.
  private void broken(UpstreamConnection from, ResponseBuffer to, boolean sends) {
    over = true;
    timer.end();
    from.close();
    to.flush();
    exchange.broken(sends);
  }

  private void upgrade(UpstreamConnection from, Head head, ByteBuf rest) {
    timer.end();
    Tunnelling through = new Tunnelling(client, from.channel(), proxied.tunnel(), exchange);
    tunnel = through;
    exchange.upgraded(head);
    through.start(exchange.tunnelInput(), rest);
  }

  Optional<Tunnelling> tunnel() {
    return Optional.ofNullable(tunnel);
  }

  /// The client is gone, and nobody wants the answer.
  void abandon() {
    over = true;
    timer.end();
    if (upstream != null) {
      upstream.close();
    }
    if (buffer != null) {
      buffer.release();
    }
    if (tunnel != null) {
      tunnel.end();
    }
  }
}
