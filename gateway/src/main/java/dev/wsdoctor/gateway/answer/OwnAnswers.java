package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the answers that need nobody else.
public final class OwnAnswers {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final Execution execution;
  private final NginxVersion version;
  private final Instant now;
  private final Optional<String> challenge;
  private final Consumer<Head> making;

  /// @param version that its pages name
  /// @param challenge a WWW-Authenticate that an `auth_request` has given
  /// @param making hears of every head before its added fields are evaluated, which may ask for it
  public OwnAnswers(
      Execution execution,
      NginxVersion version,
      Instant now,
      Optional<String> challenge,
      Consumer<Head> making) {
    this.making = making;
    this.challenge = challenge;
    this.execution = execution;
    this.version = version;
    this.now = now;
  }

  /// The answer to a request that nginx answers by itself.
  public Answer answered(Outcome.Answered outcome) {
    return text(outcome)
        .map(text -> returned(outcome, text))
        .orElseGet(() -> page(outcome.status(), outcome.location().map(Value::text)));
  }

  /// nginx has no page for most statuses below 300, and closes (`ngx_http_finalize_request`).
  public boolean has(Outcome.Answered outcome) {
    int status = outcome.status();
    return status >= 300 || status == 201 || status == NO_CONTENT || isText(outcome);
  }

  /// Whether that answer is what `return` says, and not a page.
  public boolean isText(Outcome.Answered outcome) {
    return text(outcome).isPresent();
  }

  /// What `return` says, unless it only names a status that has a page.
  private Optional<String> text(Outcome.Answered outcome) {
    Optional<Directive> by = outcome.by().filter(d -> d.is("return"));
    if (by.isEmpty() || outcome.reason() != AnswerReason.RETURN || outcome.location().isPresent()) {
      return Optional.empty();
    }
    List<String> parameters = by.get().parameters();
    String text = parameters.size() > 1 ? parameters.getLast() : "";
    boolean isPage = text.isEmpty() && Integer.parseInt(parameters.getFirst()) >= 400;
    return isPage ? Optional.empty() : Optional.of(execution.text(text));
  }

  private Answer returned(Outcome.Answered outcome, String text) {
    Head head = challenging(new Head(outcome.status()));
    if (execution.errStatus() != 0) {
      head.status(execution.errStatus());
    }
    head.contentType(MediaTypes.of(execution));
    return finished(Answer.of(head, text));
  }

  /// A file, the list of a directory, or the page of the status that stands for it.
  public Answer file(Path path, Outcome.Static outcome, FileFacts facts) {
    if (!execution.sendsFile()) {
      return page(outcome.status(), Optional.empty());
    }
    Head head = challenging(new Head(outcome.status()));
    head.contentType(MediaTypes.of(execution));
    FileAnswer file = new FileAnswer(execution, facts, path);
    Answer answer = file.make(head, this::addFields);
    int status = answer.head().status();
    boolean isPage = status == 412 || status == 416;
    return isPage ? rest(answer.head(), status) : answer;
  }

  /// The list of a folder, for GET and HEAD (`autoindex`).
  public Answer folder(List<FolderEntry> entries, ZoneOffset local) {
    String callback = execution.text("$arg_callback");
    FolderList list = new FolderList(entries, execution.scope(), callback, local);
    String type = list.ownType().orElseGet(() -> MediaTypes.withCharset(execution, "text/html"));
    boolean utf8 = type.toLowerCase(Locale.ROOT).endsWith("charset=utf-8");
    Answer answer = own(type, list.text(execution.uri(), utf8));
    answer.head().contentLength(-1);
    return finished(answer);
  }

  /// An answer of an upstream that was kept.
  public Answer kept(Head head, ByteBuffer body) {
    CacheableHead cacheable = new CacheableHead(execution, head);
    if (cacheable.judge() == 412) {
      return rest(head, 412);
    }
    addTo(head);
    Answer answer = cacheable.of(body);
    return answer.head().status() == 416 ? rest(answer.head(), 416) : answer;
  }

  /// What a handler says in plain text (`stub_status`).
  public Answer plain(String text) {
    return finished(own(MediaTypes.withCharset(execution, "text/plain"), text));
  }

  private Answer own(String type, String text) {
    int status = execution.errStatus() == 0 ? OK : execution.errStatus();
    return Answer.of(challenging(new Head(status)).contentType(type), text);
  }

  private void addFields(Head head) {
    making.accept(head);
    AddedFields.add(head, execution, now);
  }

  /// The page of a status that only the file could tell.
  private Answer rest(Head before, int status) {
    Answer page = bare(status, Optional.empty());
    if (status == 416) {
      before.fields().forEach(f -> page.head().add(f.name(), f.value()));
    }
    return finished(page);
  }

  /// nginx's page for a status, with a Location for a redirect.
  public Answer page(int status, Optional<String> location) {
    return finished(bare(status, location));
  }

  private Answer bare(int status, Optional<String> location) {
    Head head =
        challenging(
            new Head(execution.errStatus() != 0 ? Page.sent(execution.errStatus()) : status));
    String page = Page.of(status, signature(), isPadded());
    if (!page.isEmpty()) {
      head.contentType(MediaTypes.withCharset(execution, "text/html"));
    }
    if (execution.madeAbsolute()) {
      location.ifPresent(head::location);
    } else {
      location.ifPresent(url -> head.add("Location", url));
    }
    return Answer.of(head, page);
  }

  /// With the challenge that goes before all other fields, whoever makes the answer to a 401.
  private Head challenging(Head head) {
    Optional<String> value =
        execution
            .challenge()
            .map(by -> "Basic realm=\"" + execution.text(by.parameter()) + "\"")
            .or(() -> challenge);
    value.ifPresent(v -> head.fields().addFirst(new Field("WWW-Authenticate", v)));
    return head;
  }

  /// Internet Explorer and Chrome once hid pages of less than 512 bytes.
  private boolean isPadded() {
    boolean on =
        execution
            .scope()
            .setting("msie_padding")
            .filter(d -> d.parameter().equalsIgnoreCase("off"))
            .isEmpty();
    String agent = execution.field("User-Agent").orElse("");
    boolean explorer = agent.contains("MSIE ") && !agent.contains("Opera");
    return on && (explorer || agent.contains("Chrome/"));
  }

  /// `nginx/1.30.4`, or as `server_tokens` says.
  public String signature() {
    Optional<String> tokens = execution.scope().setting("server_tokens").map(Directive::parameter);
    return tokens.filter(t -> t.equalsIgnoreCase("off")).isPresent() ? "nginx" : "nginx/" + version;
  }

  private Answer finished(Answer answer) {
    Head head = answer.head();
    making.accept(head);
    AddedFields.add(head, execution, now);
    if (head.status() != NO_CONTENT) {
      return answer;
    }
    head.contentType("").contentLength(-1).lastModified("");
    return new Answer(head, List.of());
  }

  /// The same fields for an answer of somebody else.
  public void addTo(Head head) {
    making.accept(head);
    AddedFields.add(challenging(head), execution, now);
  }
}
