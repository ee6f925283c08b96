package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ErrorPlace;
import dev.wsdoctor.gateway.log.Logs;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.LogContext;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Remark;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells the error log of one request, and which upstream it was at (`ngx_http_log_error_handler`).
/// Used by the thread of its connection's loop.
final class ErrorReport {
  private final ClientConnection client;
  private final String line;
  private final Optional<String> subrequest;
  private final Supplier<LogContext> context;
  private final Action readingLine;
  private int said;
  private Outcome.@Nullable Proxied proxied;
  private @Nullable Execution execution;
  private String peer = "";

  private ErrorReport(
      ClientConnection client,
      String line,
      Optional<String> subrequest,
      Supplier<LogContext> context) {
    this.client = client;
    this.line = line;
    this.subrequest = subrequest;
    this.context = context;
    this.readingLine =
        client.isPipelined() ? Action.READING_PIPELINED_LINE : Action.READING_REQUEST_LINE;
  }

  /// Of a client's request.
  ///
  /// @param line as it came
  /// @param context of a message that comes now
  static ErrorReport of(ClientConnection client, String line, Supplier<LogContext> context) {
    return new ErrorReport(client, line, Optional.empty(), context);
  }

  /// Of a request within nginx, on behalf of this one: its lines go to the same log.
  ErrorReport subrequest(String target) {
    String uri = target.split("\\?", 2)[0];
    return new ErrorReport(client, line, Optional.of(uri), context);
  }

  /// The line of the access log.
  void access(Execution ended) {
    client
        .site()
        .logs()
        .ifPresent(
            logs ->
                logs.access(
                    ended,
                    () -> place(Optional.of(Action.LOGGING_REQUEST)),
                    client.site().clock().instant()));
  }

  /// Writes what a decision says that was not written yet.
  void decided(Execution decided) {
    List<Remark> remarks = decided.remarks();
    for (Remark remark : remarks.subList(Math.min(said, remarks.size()), remarks.size())) {
      Message message = new Message(Level.valueOf(remark.severity().name()), remark.text());
      LogContext at = subrequest.isEmpty() ? remark.context() : context.get();
      write(message, action(remark.context().doing()), at);
    }
    said = remarks.size();
  }

  private Optional<Action> action(LogContext.Doing doing) {
    return switch (doing) {
      case READING_REQUEST_LINE -> Optional.of(readingLine);
      case READING_REQUEST_HEADERS -> Optional.of(Action.READING_REQUEST_HEADERS);
      case NOTHING_NAMED -> Optional.empty();
      case SENDING_TO_CLIENT -> Optional.of(Action.SENDING_TO_CLIENT);
    };
  }

  /// From now on lines name that server of the upstream, or the upstream itself.
  void at(Execution deciding, Outcome.Proxied to, String name) {
    execution = deciding;
    proxied = to;
    peer = name;
  }

  /// Writes a message for which no action is named.
  void say(Message message) {
    write(message, Optional.empty(), context.get());
  }

  /// Writes a message of something that happened meanwhile.
  void say(Message message, Action during) {
    write(message, Optional.of(during), context.get());
  }

  /// What a line tells now besides its message.
  ErrorPlace place(Optional<Action> action) {
    return place(action, context.get());
  }

  private void write(Message message, Optional<Action> action, LogContext at) {
    Optional<Logs> logs = client.site().logs();
    if (logs.isPresent() && logs.get().takes(at.scope(), message.level())) {
      logs.get()
          .error(
              at.scope(), message, Optional.of(place(action, at)), client.site().clock().instant());
    }
  }

  private ErrorPlace place(Optional<Action> action, LogContext at) {
    return new ErrorPlace(
        client.facts().number(),
        action,
        at.client(),
        at.server(),
        line,
        subrequest,
        upstream(),
        at.host(),
        at.referrer());
  }

  private Optional<String> upstream() {
    Outcome.Proxied to = proxied;
    Execution by = execution;
    if (to == null || by == null) {
      return Optional.empty();
    }
    return Optional.of(ErrorPlace.upstream(to.target().tls(), peer, by.text(to.sent().target())));
  }
}
