package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.sandbox.StandIn.Heard;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of nginx on a private copy.
record Trial(Configuration configuration, Call call, NginxBinary nginx, Limits limits) {
  private static final long POLL_NANOS = 1_000_000;
  private static final String BIND_FAILED = "bind() to 127.0.0.1:";

  /// What the gateway says of what only nginx executes.
  private static final String NOT_SUPPORTED = "is not supported by this gateway";

  static final Pattern EMERGENCY = Pattern.compile("(?m)^nginx: \\[emerg\\] (.*)$");
  private static final Pattern PLACE = Pattern.compile("(?s)(.*) in (.*):([0-9]+)");
  private static final Pattern THIRD_PARTY =
      Pattern.compile(
          "unknown directive \"(lua_|js_|perl|more_|brotli|modsecurity|vhost_traffic|vts_|rtmp"
              + "|pagespeed|geoip2|headers_|echo|zstd|sticky|check|auth_jwt|auth_ldap|upload_"
              + "|passenger|otel|opentracing|nchan|push_stream|dav_ext|fancyindex|set_by_lua"
              + "|access_by_lua|content_by_lua|header_filter_by_lua|rewrite_by_lua).*");

  /// What came of a run.
  sealed interface Outcome {}

  record Done(Confirmation confirmation) implements Outcome {}

  /// Values of `proxy_pass` with variables, by number: another run is needed.
  record Learned(Map<Integer, String> values) implements Outcome {}

  /// Locations that the program refuses and the request does not meet: without them, another run
  /// may succeed.
  record Narrowed(Set<SourceRange> locations) implements Outcome {}

  /// Somebody took a port between the look and nginx's bind.
  record PortTaken() implements Outcome {}

  /// @param leftOut locations that the copy has no more than a mark of
  Outcome run(
      StandIns standIns, int resolverPort, Map<Integer, String> values, Set<SourceRange> leftOut)
      throws IOException {
    try (Workspace workspace = Workspace.create();
        FreePorts ports = new FreePorts()) {
      PrivateCopy copy =
          new PrivateCopy(configuration, call.requestTarget(), workspace, nginx, ports, leftOut);
      copy.write(standIns, values, resolverPort);
      if (!copy.trouble().isEmpty()) {
        return notConfirmable(copy.trouble());
      }
      if (standIns.size() > limits.peers()) {
        return notConfirmable(
            "it has %d upstream peers, more than the %d that are replaced at a time"
                .formatted(standIns.size(), limits.peers()));
      }
      Optional<Listeners.Endpoint> endpoint = copy.listeners().endpointFor(call.wanted());
      if (endpoint.isEmpty()) {
        return notConfirmable(
            "no server of http listens on port %d; they listen on %s"
                .formatted(call.wanted().port(), copy.listeners().all()));
      }
      ports.release();
      standIns.takeHeard();
      return run(copy, endpoint.get(), workspace, standIns);
    }
  }

  private static Outcome notConfirmable(String why) {
    return new Done(new Confirmation.NotConfirmable(why));
  }

  private Outcome run(
      PrivateCopy copy, Listeners.Endpoint endpoint, Workspace workspace, StandIns standIns)
      throws IOException {
    Call.Result result;
    try (RunningNginx running = RunningNginx.start(copy.command(), workspace, limits)) {
      Optional<Socket> connection = connect(running, copy.listeners().portOf(endpoint));
      if (connection.isEmpty()) {
        return refusal(running, copy, workspace);
      }
      if (workspace.read(RunningNginx.OUTPUT).contains(BIND_FAILED)) {
        return new PortTaken();
      }
      try (Socket socket = connection.get()) {
        result = call.ask(socket, copy.listeners().wantsProxyProtocol(endpoint));
      }
    }
    return judge(result, copy, workspace, standIns.takeHeard());
  }

  private Optional<Socket> connect(RunningNginx running, int port) throws IOException {
    long end = System.nanoTime() + limits.start().toNanos();
    while (System.nanoTime() < end && !running.hasEnded()) {
      try {
        return Optional.of(call.connect(port));
      } catch (ConnectException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    return Optional.empty();
  }

  private Outcome refusal(RunningNginx running, PrivateCopy copy, Workspace workspace)
      throws IOException {
    String output = workspace.read(RunningNginx.OUTPUT);
    Matcher emergency = EMERGENCY.matcher(output);
    if (!emergency.find()) {
      return notConfirmable(
          running.hasEnded()
              ? "nginx ended at once: " + copy.originals().restore(output.strip())
              : "nginx did not start within %d ms".formatted(limits.start().toMillis()));
    }
    String message = emergency.group(1);
    if (message.startsWith(BIND_FAILED)) {
      return new PortTaken();
    }
    ConfigurationError error = error(copy.originals().restore(message));
    if (THIRD_PARTY.matcher(error.message()).matches()) {
      return notConfirmable("this nginx lacks a third-party module: " + error);
    }
    if (error.message().contains(NOT_SUPPORTED)) {
      return unsupported(
          EMERGENCY
              .matcher(output)
              .results()
              .map(found -> error(copy.originals().restore(found.group(1))))
              .toList());
    }
    return new Done(new Confirmation.DoesNotLoad(error));
  }

  /// The program does not execute those; the request may not need them.
  private Outcome unsupported(List<ConfigurationError> errors) {
    Bypass bypass = new Bypass(configuration, call.wanted(), call.request(), nginx.version());
    Set<SourceRange> locations = new HashSet<>();
    for (ConfigurationError error : errors) {
      Optional<SourceRange> around = bypass.around(error);
      if (around.isEmpty()) {
        return notConfirmable("there is no nginx program here, and " + error);
      }
      locations.add(around.get());
    }
    return new Narrowed(locations);
  }

  /// nginx's sentence, with its place if that is in one of the user's files.
  private ConfigurationError error(String message) {
    Matcher place = PLACE.matcher(message);
    if (place.matches()) {
      Optional<SourceFile> file = configuration.file(place.group(2));
      if (file.isPresent()) {
        SourceRange range = lineOf(file.get(), Integer.parseInt(place.group(3)));
        return ConfigurationError.at(range, place.group(1));
      }
    }
    return new ConfigurationError(message, Optional.empty(), false);
  }

  private static SourceRange lineOf(SourceFile file, int line) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int end = file.text().indexOf('\n', start);
      start = end < 0 ? start : end + 1;
    }
    int end = file.text().indexOf('\n', start);
    return new SourceRange(file, start, end < 0 ? file.text().length() : end);
  }

  private Outcome judge(
      Call.Result result, PrivateCopy copy, Workspace workspace, List<Heard> heard)
      throws IOException {
    Hearing hearing = Hearing.of(heard, copy.originals());
    if (hearing.contradicts()) {
      return notConfirmable("a proxy_pass with variables has two destinations in one request");
    }
    if (!hearing.values().isEmpty()) {
      return new Learned(hearing.values());
    }
    Originals originals = copy.originals();
    return new Done(
        new Confirmation.Ran(
            result.answer().map(answer -> restored(answer, originals)),
            result.trouble(),
            hearing.requests(),
            hearing.otherPeers(),
            workspace.read(WrittenPaths.ERROR_LOG).lines().map(originals::restore).toList(),
            copy.substitutions()));
  }

  /// A redirect of nginx names the moved port, and would not have named a default one.
  private static Response restored(Response answer, Originals originals) {
    Fields fields = originals.restore(answer.fields());
    Fields redirect =
        new Fields(
            fields.lines().stream()
                .map(f -> f.isNamed("Location") ? new Field(f.name(), plain(f.value())) : f)
                .toList());
    return new Response(answer.version(), answer.status(), answer.reason(), redirect);
  }

  private static String plain(String location) {
    return location
        .replaceFirst("^(http://[^/?#]*):80(?=[/?#]|$)", "$1")
        .replaceFirst("^(https://[^/?#]*):443(?=[/?#]|$)", "$1");
  }
}
