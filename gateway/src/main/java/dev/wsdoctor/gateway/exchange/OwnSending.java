package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.Answer;
import dev.wsdoctor.gateway.answer.FileFacts;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.OwnAnswers;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends the answers of nginx's own, as fast as the client takes them. Used by one thread.
final class OwnSending {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TO_HTTPS = 497;
  private static final int NOT_IMPLEMENTED = 501;

  private final ClientConnection client;
  private final ClientBody body;
  private final AnswerHeads heads;
  private final Downstream downstream;
  private final ErrorReport errors;
  private final Runnable whenSent;
  private @Nullable FilePump pump;

  OwnSending(
      ClientConnection client,
      ClientBody body,
      AnswerHeads heads,
      Downstream downstream,
      ErrorReport errors,
      Runnable whenSent) {
    this.client = client;
    this.body = body;
    this.heads = heads;
    this.downstream = downstream;
    this.errors = errors;
    this.whenSent = whenSent;
  }

  /// What was decided; not if there is no answer for it, so that the connection is to be closed.
  boolean perform(Execution execution, OwnAnswers answers) {
    switch (execution.decision().outcome()) {
      case Outcome.Answered answered when !answers.has(answered) -> {
        return false;
      }
      case Outcome.Answered answered ->
          send(execution, answers, answers.answered(answered), !answers.isText(answered));
      case Outcome.Static file -> file(execution, answers, file);
      case Outcome.WrongProtocol _ -> page(execution, answers, TO_HTTPS);
      case Outcome.Handled(String module, Directive _) when module.equals("stub_status") -> {
        String status = client.site().traffic().status();
        send(execution, answers, answers.plain(status), false);
      }
      case Outcome.Handled _ -> page(execution, answers, NOT_IMPLEMENTED);
      case Outcome.Closed _, Outcome.NotListening _, Outcome.NotLoaded _, Outcome.Proxied _ -> {
        return false;
      }
    }
    return true;
  }

  /// An answer of an upstream that was kept.
  void kept(Execution execution, OwnAnswers answers, Head head, ByteBuffer body) {
    send(execution, answers, answers.kept(head, body), false);
  }

  private void page(Execution execution, OwnAnswers answers, int status) {
    send(execution, answers, answers.page(status, Optional.empty()), true);
  }

  private void file(Execution execution, OwnAnswers answers, Outcome.Static outcome) {
    if (!execution.sendsFile()) {
      page(execution, answers, outcome.status());
      return;
    }
    Optional<Path> path = DiskView.path(outcome.path().text());
    try {
      BasicFileAttributes file =
          Files.readAttributes(path.orElseThrow(), BasicFileAttributes.class);
      if (file.isDirectory()) {
        ZoneOffset local =
            ZoneId.systemDefault().getRules().getOffset(client.site().clock().instant());
        send(execution, answers, answers.folder(Folder.entries(path.get()), local), false);
        return;
      }
      FileFacts facts = new FileFacts(file.size(), file.lastModifiedTime().toInstant());
      send(execution, answers, answers.file(path.get(), outcome, facts), false);
    } catch (IOException _) {
      page(execution, answers, NOT_FOUND);
    }
  }

  /// What has come of the request's body is dropped before.
  private void send(Execution execution, OwnAnswers answers, Answer prepared, boolean isPage) {
    if (!isPage) {
      body.testExpect(execution, heads.isHttp11());
    }
    body.forgoExpect();
    boolean known = body.isSpoilt();
    boolean spoilt = !body.dropAvailable(client.input());
    if (spoilt) {
      if (!known && execution.isHandled()) {
        errors.say(ClientMessages.invalidChunked());
      }
      heads.forbidKeepAlive();
    }
    Answer answer = spoilt && !isPage ? answers.page(BAD_REQUEST, Optional.empty()) : prepared;
    if (answer.head().contentLength() < 0 && !answer.body().isEmpty()) {
      heads.pass(execution, answers, answer.head());
    } else {
      heads.send(execution, answers, answer.head());
    }
    boolean hasBody = !execution.method().equals("HEAD");
    pump =
        new FilePump(
            client.channel(),
            downstream::isWritable,
            downstream::body,
            hasBody ? answer.body() : List.of());
    goOn();
  }

  /// The client takes more.
  void goOn() {
    FilePump sending = pump;
    if (sending == null) {
      return;
    }
    try {
      if (sending.run()) {
        pump = null;
        downstream.end().addListener(_ -> whenSent.run());
      } else {
        downstream.flush();
      }
    } catch (IOException _) {
      client.channel().close();
    }
  }

  void release() {
    if (pump != null) {
      pump.close();
    }
  }
}
