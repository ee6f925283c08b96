package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.websocket.OpeningHandshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The confirm step: a copy of the user's configuration, run by the user's nginx on loopback with
/// recording stand-ins for upstreams.
///
/// Nothing of the user's is written, bound or called; what is made for a confirmation is gone when
/// [#confirm] returns, whichever way.
public final class Sandbox {
  private static final String CLIENT = "127.0.0.1";
  private static final byte[] NONCE = "wsdoctor sandbox".getBytes(StandardCharsets.US_ASCII);

  /// What refuses clients without a name, or robots by theirs, is not meant for a browser.
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  /// A name that SNI may carry: no address (RFC 6066, 3).
  private static final Pattern DNS_NAME =
      Pattern.compile("(?!.*\\.[0-9]+$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private Sandbox() {}

  /// Sends the request that opens `target`, with `extraFields` replacing those of the same name,
  /// and says what nginx did with it.
  public static Confirmation confirm(
      Configuration configuration,
      Target target,
      Fields extraFields,
      NginxBinary nginx,
      Limits limits) {
    return confirm(configuration, connection(target), request(target, extraFields), nginx, limits);
  }

  /// The connection on which `target` is opened here. A host name stands for its address: whichever
  /// listener for any address takes it.
  public static Connection connection(Target target) {
    boolean isName = DNS_NAME.matcher(target.host()).matches();
    return new Connection(
        target.host(),
        target.port(),
        target.tls(),
        target.tls() && isName ? Optional.of(target.host()) : Optional.empty(),
        target.tls() ? "http/1.1" : "",
        CLIENT);
  }

  /// The request that opens `target`.
  public static Request request(Target target, Fields extraFields) {
    Fields assumed = Fields.of("User-Agent", BROWSER).replacing(extraFields);
    if (target.webSocket()) {
      return OpeningHandshake.of(target, assumed, NONCE).request();
    }
    Fields fields = Fields.of("Host", target.authority()).replacing(assumed);
    return new Request("GET", target.requestTarget(), "HTTP/1.1", fields);
  }

  /// Sends that request on that connection, the arguments of a prediction, and says what nginx did
  /// with it. Callers of other addresses than 127.x cannot be played.
  public static Confirmation confirm(
      Configuration configuration,
      Connection connection,
      Request request,
      NginxBinary nginx,
      Limits limits) {
    if (configuration.http().isEmpty()) {
      return new Confirmation.NotConfirmable("the configuration has no http block");
    }
    if (!connection.client().startsWith("127.")) {
      return new Confirmation.NotConfirmable(
          "a client at %s cannot be played on loopback".formatted(connection.client()));
    }
    try (StandIns standIns = new StandIns(limits);
        Names names = Names.of(configuration, limits)) {
      Call call = new Call(connection, request, limits);
      Trial trial = new Trial(configuration, call, nginx, limits);
      return confirm(trial, standIns, names, limits);
    } catch (IOException e) {
      return new Confirmation.NotConfirmable("the sandbox could not be set up: " + e.getMessage());
    }
  }

  /// Runs until every `proxy_pass` with variables on the way has a known value, and nothing is left
  /// that the program refuses and the request does not meet.
  private static Confirmation confirm(Trial trial, StandIns standIns, Names names, Limits limits)
      throws IOException {
    Map<Integer, String> values = new HashMap<>();
    Set<SourceRange> leftOut = new HashSet<>();
    for (int run = 0; run < limits.runs(); run++) {
      switch (trial.run(standIns, names.port(), values, leftOut)) {
        case Trial.Done(Confirmation confirmation) -> {
          return confirmation;
        }
        case Trial.Learned(Map<Integer, String> learned) -> values.putAll(learned);
        case Trial.Narrowed(Set<SourceRange> locations) -> leftOut.addAll(locations);
        case Trial.PortTaken() -> {}
      }
    }
    return new Confirmation.NotConfirmable(
        leftOut.isEmpty()
            ? "after %d runs the destination of a proxy_pass with variables was still unknown"
                .formatted(limits.runs())
            : "after %d runs there were still locations that only nginx itself can run"
                .formatted(limits.runs()));
  }

  /// The stand-in for the `resolver`, if the configuration has one.
  private record Names(Optional<NameServer> server) implements AutoCloseable {
    static Names of(Configuration configuration, Limits limits) throws IOException {
      return PrivateCopy.hasResolver(configuration)
          ? new Names(Optional.of(new NameServer(limits.stop())))
          : new Names(Optional.empty());
    }

    int port() {
      return server.map(NameServer::port).orElse(0);
    }

    @Override
    public void close() {
      server.ifPresent(NameServer::close);
    }
  }
}
