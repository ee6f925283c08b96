package dev.wsdoctor.log;

import dev.wsdoctor.log.DebugRecording.Kind;
import dev.wsdoctor.log.DebugRecording.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes a [DebugRecording] from the lines of one connection. The sentences are those of nginx 1.22.1
/// (`ngx_event_accept`, `ngx_http_process_request_line`, `ngx_http_core_find_location`,
/// `ngx_http_proxy_create_request`, `ngx_http_upstream_process_upgraded`, `ngx_unix_recv`).
final class Recorder {
  /// Far more than a handshake and its answer take.
  private static final int MOST_STEPS = 2_000;

  private static final String HEADER = "http header: \"";
  private static final String PROXY_HEADER = "http proxy header: \"";

  private final long connection;
  private final List<Step> steps = new ArrayList<>();
  private final RecordedTunnel tunnel = new RecordedTunnel();
  private Kind head = Kind.SAID;
  private boolean inHead;
  private boolean answered;
  private boolean asksToUpgrade;
  private boolean done;
  private String requestLine = "";
  private String status = "";
  private String time = "";
  private long dropped;

  Recorder(long connection) {
    this.connection = connection;
  }

  void accept(ErrorEntry entry) {
    time = entry.time();
    inHead = false;
    if (!entry.isAt(Level.DEBUG)) {
      Ending.of(entry).ifPresent(tunnel::endedBy);
      add(Kind.SAID, entry.message());
      return;
    }
    if (!tunnel.accept(entry.message())) {
      note(entry.message());
    }
  }

  /// A line without the shape of the log's: part of a head, which nginx writes as it is.
  void more(String line) {
    String text = line.startsWith("\"") ? line.substring(1) : line;
    if (inHead && !text.isEmpty()) {
      add(head, text);
    }
  }

  private void note(String message) {
    if (message.startsWith("accept: ")) {
      tunnel.clientIs(numberBehind(message, "fd:"));
      add(Kind.ACCEPTED, between(message, "accept: ", " fd:"));
    } else if (message.startsWith("http request line: \"")) {
      requestLine = quoted(message);
      add(Kind.REQUEST, requestLine);
    } else if (message.startsWith(HEADER)) {
      field(quoted(message));
    } else if (message.startsWith("test location: ")) {
      add(Kind.LOCATION, "tried " + message.substring("test location: ".length()));
    } else if (message.startsWith("using configuration ")) {
      add(Kind.LOCATION, "chosen " + quoted(message));
    } else if (message.startsWith("internal redirect: ") || message.startsWith("rewritten ")) {
      add(Kind.LOCATION, message);
    } else if (message.startsWith("http map: ")) {
      add(Kind.MAP, message.substring("http map: ".length()).replace("\" \"", "\" -> \""));
    } else {
      noteUpstream(message);
    }
  }

  private void noteUpstream(String message) {
    if (message.startsWith("connect to ")) {
      tunnel.backendIs(numberBehind(message, "fd:"));
      add(Kind.CONNECT, between(message, "connect to ", ", fd:"));
    } else if (message.equals("http proxy header:")) {
      begin(Kind.SENT);
    } else if (message.startsWith("http proxy status ")) {
      answered = true;
      add(Kind.ANSWER, quoted(message));
    } else if (answered && message.startsWith(PROXY_HEADER)) {
      add(Kind.ANSWER, quoted(message));
    } else if (message.startsWith("HTTP/1.1 ") || message.startsWith("HTTP/1.0 ")) {
      status = between(message + " ", " ", " ");
      begin(Kind.REPLY);
      add(Kind.REPLY, message);
    } else if (message.startsWith("close http connection: ")) {
      end();
    }
  }

  private void field(String field) {
    asksToUpgrade |= field.toLowerCase(Locale.ROOT).startsWith("upgrade:");
    add(Kind.REQUEST, field);
  }

  private void begin(Kind kind) {
    head = kind;
    inHead = true;
  }

  private void end() {
    if (tunnel.isOpen()) {
      add(Kind.TUNNEL, tunnel.traffic());
    }
    add(Kind.CLOSED, tunnel.end());
    done = true;
  }

  private void add(Kind kind, String text) {
    if (steps.size() < MOST_STEPS || kind == Kind.CLOSED) {
      steps.add(new Step(time, kind, text));
      return;
    }
    dropped++;
  }

  /// Whether nginx is done with the connection.
  boolean isDone() {
    return done;
  }

  boolean asksToUpgrade() {
    return asksToUpgrade;
  }

  /// What has been recorded; of an open connection as far as it goes.
  DebugRecording recording() {
    List<Step> all = new ArrayList<>(steps);
    if (!done && tunnel.isOpen()) {
      all.add(new Step(time, Kind.TUNNEL, tunnel.traffic() + ", still open where the log ends"));
    }
    return new DebugRecording(connection, all, dropped);
  }

  /// One line for a list of connections.
  RecordedSocket socket() {
    String first = steps.isEmpty() ? "" : steps.getFirst().time();
    String end = done ? tunnel.end() : "open where the log ends";
    return new RecordedSocket(
        connection, first, RequestLine.path(requestLine), status, tunnel.isOpen(), end);
  }

  private static String quoted(String message) {
    int from = message.indexOf('"');
    int to = message.lastIndexOf('"');
    return from < 0 || to <= from ? message : message.substring(from + 1, to);
  }

  private static String between(String message, String before, String behind) {
    int from = message.indexOf(before) + before.length();
    int to = message.indexOf(behind, from);
    return to < 0 ? message.substring(from) : message.substring(from, to);
  }

  private static long numberBehind(String message, String mark) {
    int from = message.indexOf(mark);
    return from < 0 ? -1 : RecordedTunnel.number(message, from + mark.length());
  }
}
