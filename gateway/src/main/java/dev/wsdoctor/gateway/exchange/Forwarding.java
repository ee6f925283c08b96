package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.cache.CacheSettings;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client's request on its way to upstreams, one `proxy_pass` after another: its body is
/// collected before, or passed on while it comes (`proxy_request_buffering`). Used by one thread.
final class Forwarding {
  private static final int SERVER_ERROR = 500;

  private final Recipient exchange;
  private final ClientConnection client;
  private final ClientBody body;
  private final AnswerHeads heads;
  private final UpstreamFacts facts;
  private final Deciding deciding;

  /// Where a scope has a cache.
  private @Nullable CacheOpening opening;

  private @Nullable Proxying proxying;
  private @Nullable Mirrors mirrors;
  private boolean collecting;

  Forwarding(
      Recipient exchange,
      ClientConnection client,
      ClientBody body,
      AnswerHeads heads,
      UpstreamFacts facts,
      Deciding deciding) {
    this.deciding = deciding;
    this.exchange = exchange;
    this.client = client;
    this.body = body;
    this.heads = heads;
    this.facts = facts;
  }

  /// Sends the request on. Not if a body that was to be passed on while it comes has come with its
  /// head: then it has a length, and the decision is to be made again.
  boolean begin(Execution execution, Outcome.Proxied proxied) {
    facts.begin();
    if (CacheSettings.IN_FORCE.in(proxied.scope()).isPresent()) {
      CacheOpening.Opening found = opening().open(execution, proxied);
      if (found != CacheOpening.Opening.ASKS) {
        return found == CacheOpening.Opening.DONE;
      }
    }
    boolean first = !body.isKept();
    boolean buffers =
        Settings.PROXY_REQUEST_BUFFERING.in(execution.scope()) || Mirrors.takeBody(execution);
    RequestUpload sending = body.upload(!buffers);
    boolean mayBeHere = first && sending.streams() && body.isChunked();
    if (mayBeHere && body.isWholeBodyHere(client.input(), sending, execution.scope())) {
      return false;
    }
    Proxying through = new Proxying(recipient(), execution, proxied, sending, facts);
    proxying = through;
    if (body.isDone()) {
      collected(through, sending);
      return true;
    }
    body.testExpect(execution, heads.isHttp11());
    collecting = true;
    body.await(execution.scope());
    if (sending.streams()) {
      through.connect();
    }
    client.advance();
    return true;
  }

  private CacheOpening opening() {
    CacheOpening known =
        opening == null ? new CacheOpening(exchange, facts, deciding::update) : opening;
    opening = known;
    return known;
  }

  /// Who takes the upstream's answer.
  private Recipient recipient() {
    return opening == null ? exchange : opening.recipient();
  }

  private void endCaching() {
    if (opening != null) {
      opening.end();
    }
  }

  /// The whole body is there.
  private void collected(Proxying through, RequestUpload sending) {
    boolean began = collecting && sending.streams();
    collecting = false;
    body.stopWaiting();
    try {
      sending.complete();
      if (!began) {
        through.connect();
      }
      if (mirrors != null) {
        mirrors.send(sending);
      }
    } catch (IOException _) {
      exchange.upstreamEnded(new UpstreamEnding.Status(SERVER_ERROR));
    }
  }

  /// Copies go to wherever they are to go, with the body or as soon as that has come.
  void mirror(Execution execution) {
    if (execution.mirrors().isEmpty()) {
      return;
    }
    Mirrors known = mirrors == null ? new Mirrors(exchange, client) : mirrors;
    mirrors = known;
    known.begin(execution);
    if (!collecting) {
      known.send(body.upload(false));
    } else if (!Mirrors.takeBody(execution)) {
      exchange.channel().eventLoop().execute(() -> known.send(body.upload(false)));
    }
  }

  /// Whether the client's body is still coming.
  boolean isCollecting() {
    return collecting;
  }

  /// Takes what has come of the body.
  void collect(ByteBuf input, Execution execution) {
    Proxying through = proxying;
    switch (body.collect(input, execution.scope())) {
      case MORE -> {}
      case DONE -> {
        if (through != null) {
          collected(through, body.upload(false));
        }
      }
      case INVALID, TOO_LARGE, LOST -> spoilt(body.refusal(exchange.errors()));
    }
  }

  /// The body cannot be read: the request ends with that status.
  private void spoilt(int status) {
    heads.forbidKeepAlive();
    abandon();
    exchange.upstreamEnded(new UpstreamEnding.Status(status));
  }

  /// No upstream's answer is passed on.
  void end() {
    collecting = false;
    body.stopWaiting();
    endCaching();
    proxying = null;
  }

  /// The upstream that is asked, if there is one.
  Optional<Proxying> current() {
    return Optional.ofNullable(proxying);
  }

  Optional<Tunnelling> tunnel() {
    return current().flatMap(Proxying::tunnel);
  }

  /// Whether an answer is kept while it is passed on.
  boolean isCaching() {
    return opening != null && opening.isCaching();
  }

  void abandon() {
    endCaching();
    if (proxying != null) {
      proxying.abandon();
    }
  }
}
