package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request that nginx makes on behalf of another, and of whose answer only the head counts
/// (`auth_request`), or of whose answer nothing does (`mirror`). Used by the thread of the client's
/// loop.
final class Subrequest implements InnerRecipient {
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;
  private static final Request WITHOUT_HEAD = new Request("", "", "", Fields.NONE);

  /// What came of it: the status, its head if an upstream gave one, and what its variables are.
  record Result(int status, Optional<Head> head, Execution execution, boolean wasProxied) {}

  private final Recipient parent;
  private final Function<RequestTruth, Execution> deciding;
  private final RequestUpload upload;
  private final RequestTruth truth;
  private final UpstreamFacts facts;
  private final Consumer<Result> whenDone;
  private final ErrorReport errors;
  private Execution execution;
  private final CacheOpening opening;
  private @Nullable Proxying proxying;
  private Optional<Head> head = Optional.empty();
  private boolean over;

  private Subrequest(
      Recipient parent,
      ClientConnection client,
      Execution main,
      Function<RequestTruth, Execution> deciding,
      String target,
      RequestUpload upload,
      Consumer<Result> whenDone) {
    this.parent = parent;
    this.deciding = deciding;
    this.upload = upload;
    this.facts = new UpstreamFacts();
    ReadHead none = new ReadHead(WITHOUT_HEAD, Optional.empty(), main.text("$request"), 0);
    this.truth = new RequestTruth(client, facts, none);
    this.whenDone = whenDone;
    this.errors = parent.errors().subrequest(target);
    this.opening = new CacheOpening(this, facts, _ -> execution());
    this.execution = decide();
  }

  private Execution execution() {
    return execution;
  }

  private Execution decide() {
    Execution decided = deciding.apply(truth);
    errors.decided(decided);
    return decided;
  }

  @Override
  public Recipient parent() {
    return parent;
  }

  @Override
  public ErrorReport errors() {
    return errors;
  }

  /// What it is busy with at an upstream, if it is at one.
  Optional<Action> doing() {
    return Optional.ofNullable(proxying).map(p -> p.report().doing());
  }

  /// `ngx_http_auth_request_handler`: for another URI, with facts of its own.
  static Subrequest authorising(
      Recipient parent,
      ClientConnection client,
      Execution main,
      String target,
      Consumer<Result> whenDone) {
    return new Subrequest(
        parent,
        client,
        main,
        told -> main.subrequest(target, new DiskView(), told),
        target,
        new RequestUpload(false),
        whenDone);
  }

  /// A copy of a request, whose answer nobody sees (`mirror`).
  ///
  /// @param upload the copy of its body
  static Subrequest mirroring(
      Recipient parent,
      ClientConnection client,
      Execution main,
      Directive by,
      RequestUpload upload) {
    return new Subrequest(
        parent,
        client,
        main,
        told -> main.mirror(by, new DiskView(), told),
        by.parameter(),
        upload,
        _ -> upload.release());
  }

  void start() {
    switch (execution.decision().outcome()) {
      case Outcome.Answered answered -> done(answered.status());
      case Outcome.Static file -> done(file.status());
      case Outcome.Proxied proxied -> proxy(proxied);
      case Outcome.Closed _ -> done(FORBIDDEN);
      case Outcome.Handled _,
          Outcome.WrongProtocol _,
          Outcome.NotListening _,
          Outcome.NotLoaded _ ->
          done(SERVER_ERROR);
    }
  }

  private void proxy(Outcome.Proxied proxied) {
    facts.begin();
    switch (opening.open(execution, proxied)) {
      case DONE -> {}
      case ASKS_ANEW -> again();
      case ASKS -> {
        Proxying through = new Proxying(opening.recipient(), execution, proxied, upload, facts);
        proxying = through;
        through.connect();
      }
    }
  }

  private void done(int status) {
    if (!over) {
      over = true;
      whenDone.accept(new Result(status, head, execution, proxying != null));
    }
  }

  /// Nobody wants to know any more.
  void abandon() {
    over = true;
    opening.end();
    if (proxying != null) {
      proxying.abandon();
    }
  }

  @Override
  public void passHead(Head answer) {
    head = Optional.of(answer);
  }

  @Override
  public void passKept(Head answer, ByteBuffer body) {
    passHead(answer);
    passed();
  }

  @Override
  public void again() {
    execution = decide();
    start();
  }

  @Override
  public void passHeadless() {
    head = Optional.of(new Head(200));
  }

  @Override
  public void passed() {
    done(head.map(Head::status).orElse(SERVER_ERROR));
  }

  @Override
  public void broken(boolean sends) {
    done(head.map(Head::status).orElse(SERVER_ERROR));
  }

  @Override
  public void upstreamEnded(UpstreamEnding ending) {
    truth.ended(ending);
    again();
  }

  @Override
  public void upgraded(Head answer) {
    errors.say(UpstreamMessages.upgradeInSubrequest(), Action.READING_RESPONSE_HEADER);
    done(SERVER_ERROR);
  }

  @Override
  public void tunnelEnded() {
    over = true;
  }
}
