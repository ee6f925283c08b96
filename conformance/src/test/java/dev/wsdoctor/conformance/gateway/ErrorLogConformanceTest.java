package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Errno;
import dev.wsdoctor.gateway.log.ErrorPlace;
import dev.wsdoctor.gateway.log.LogOpening;
import dev.wsdoctor.gateway.log.LogSettings;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.ServerMessages;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The sentences of the catalogue, as a real nginx writes them when the same happens.
class ErrorLogConformanceTest {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/nothing", "",
          "/invalid", "HTTP/1.1 200 OK\r\nA\u0001b: 1\r\n\r\n",
          "/big", "HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000) + "\r\n\r\n",
          "/cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
          "/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
          "/more", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc");

  private final TemporaryFolder ours = TemporaryFolder.create("error-log");
  private final int port = Ports.free();
  private final int backendPort = Ports.free();
  private final int deadPort = Ports.free();
  private final RawBackend backend = RawBackend.start(backendPort, ANSWERS);
  private Optional<RealNginx> nginx = Optional.empty();

  @BeforeEach
  void start() {
    RealParts.needNginx();
    String text =
        """
        worker_processes 1;
        error_log error.log info;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          limit_req_zone $uri zone=z:1m rate=1r/m;
          upstream gone { server 127.0.0.1:1 down; }
          server {
            listen 127.0.0.1:%1$d;
            server_name example.com other.com;
            root .;
            proxy_read_timeout 100ms;
            location /dead { proxy_pass http://127.0.0.1:%3$d; }
            location /socket { proxy_pass http://unix:/none.sock:/; }
            location /gone { proxy_pass http://gone; }
            location /up/ { proxy_http_version 1.1; proxy_pass http://127.0.0.1:%2$d/; }
            location /name { proxy_pass http://$arg_h; }
            location /prefix { proxy_pass $arg_h; }
            location /denied { deny all; }
            location /secret { auth_basic x; auth_basic_user_file users; }
            location /body { client_max_body_size 3; proxy_pass http://127.0.0.1:%3$d; }
            location /cycle { rewrite ^ /cycle; }
            location /self { error_page 404 /self; return 404; }
            location /limited { limit_req zone=z; try_files /no =204; }
            location /auth { auth_request /judge; }
            location /judge { internal; return 500; }
          }
        }
        """
            .formatted(port, backendPort, deadPort);
    nginx = Optional.of(RealNginx.start(text, port));
    ours.write("dir/x", "");
  }

  @AfterEach
  void stop() {
    backend.close();
    nginx.ifPresent(RealNginx::close);
    ours.close();
  }

  /// What nginx writes about a request, and what ours say of the same.
  private void check(String request, Message message, Place place) throws Exception {
    String before = nginx.orElseThrow().errorLog();
    send(request);
    String own = own(message, place.of(request.split("\r\n", 2)[0]));
    String real = nginx.orElseThrow().errorLog().substring(before.length());
    List<String> lines =
        real.lines()
            .map(ErrorLogConformanceTest::masked)
            .filter(l -> !l.contains("keepalive"))
            .toList();
    assertThat(lines).as(request).contains(masked(own));
  }

  private static String masked(String line) {
    return line.strip().replaceFirst("^[0-9/]+ [0-9:]+ (\\[\\w+]) \\d+#\\d+: (\\*\\d+ )?", "$1 ");
  }

  private String own(Message message, ErrorPlace place) {
    Configuration configuration =
        Configuration.ofDump(
            "nginx.conf", "error_log own.log debug;".getBytes(StandardCharsets.ISO_8859_1));
    LogSettings settings = LogSettings.of(ours.path());
    LogOpening.Opened opened = LogOpening.open(configuration, settings);
    assertThat(opened).isInstanceOf(LogOpening.Opened.Usable.class);
    ours.write("own.log", "");
    try (var logs = ((LogOpening.Opened.Usable) opened).logs()) {
      logs.error(message, place, Instant.now());
    }
    return ours.read("own.log");
  }

  private void send(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readAllBytes();
    }
  }

  /// Where it happens: what is done meanwhile, and the upstream's URL.
  private record Place(Optional<Action> action, Optional<String> upstream, Optional<String> other) {
    ErrorPlace of(String line) {
      return new ErrorPlace(
          1,
          action,
          "127.0.0.1",
          "example.com",
          line,
          other,
          upstream,
          Optional.of("h"),
          Optional.empty());
    }
  }

  private static final Place NOWHERE =
      new Place(Optional.empty(), Optional.empty(), Optional.empty());

  private static Place at(Action action, boolean tls, String peer, String uri) {
    return new Place(
        Optional.of(action), Optional.of(ErrorPlace.upstream(tls, peer, uri)), Optional.empty());
  }

  private Place up(Action action, String uri) {
    return at(action, false, "127.0.0.1:" + backendPort, uri);
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.0\r\nHost: h\r\n\r\n";
  }

  private String path(String name) {
    return nginx.orElseThrow().folder() + "/./" + name;
  }

  @Test
  void upstreamsThatCannotBeReached() throws Exception {
    Action connecting = Action.CONNECTING_TO_UPSTREAM;
    check(
        get("/dead?x=1"),
        UpstreamMessages.connectFailed(new IOException("Connection refused")),
        at(connecting, false, "127.0.0.1:" + deadPort, "/dead?x=1"));
    check(
        get("/socket"),
        UpstreamMessages.connectToFailed(
            "unix:/none.sock", new IOException("No such file or directory")),
        at(connecting, false, "unix:/none.sock", "/"));
    check(get("/gone"), UpstreamMessages.noLiveUpstreams(), at(connecting, false, "gone", "/gone"));
    check(get("/name?h=other.test"), UpstreamMessages.noResolver("other.test"), NOWHERE);
    check(get("/prefix?h=ws://x"), UpstreamMessages.invalidUrlPrefix("ws://x"), NOWHERE);
  }

  @Test
  void upstreamsThatAnswerBadly() throws Exception {
    Action header = Action.READING_RESPONSE_HEADER;
    check(get("/up/nothing"), UpstreamMessages.prematurelyClosed(), up(header, "/nothing"));
    check(get("/up/silent"), UpstreamMessages.timedOut(), up(header, "/silent"));
    check(
        get("/up/invalid"),
        UpstreamMessages.sentInvalidHeader("A\\x01..."),
        up(header, "/invalid"));
    check(get("/up/big"), UpstreamMessages.sentTooBigHeader(), up(header, "/big"));
    Action body = Action.READING_UPSTREAM;
    check(get("/up/cut"), UpstreamMessages.prematurelyClosed(), up(body, "/cut"));
    check(get("/up/chunked"), UpstreamMessages.sentInvalidChunked(), up(body, "/chunked"));
    check(get("/up/more"), UpstreamMessages.sentMoreThanLength(), up(body, "/more"));
  }

  @Test
  void requestsThatAreRefused() throws Exception {
    check(get("/denied"), ClientMessages.accessForbidden(), NOWHERE);
    check(get("/secret"), ClientMessages.noCredentials(), NOWHERE);
    check(
        "POST /body HTTP/1.0\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd",
        ClientMessages.tooLargeBody(4),
        NOWHERE);
    String chunked = "POST /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    check(chunked + "2\r\nab\r\n4\r\nabcd\r\n", ClientMessages.tooLargeChunkedBody(2, 4), NOWHERE);
    check(chunked + "zz\r\n", ClientMessages.invalidChunked(), NOWHERE);
    check(get("/auth"), ClientMessages.authRequestStatus(500), NOWHERE);
    send(get("/limited"));
    check(
        get("/limited"),
        new Message(Level.ERROR, "limiting requests, excess: 1.000 by zone \"z\""),
        NOWHERE);
  }

  @Test
  void requestsThatAreBroken() throws Exception {
    Place headers = during(Action.READING_REQUEST_HEADERS);
    String host = "GET / HTTP/1.1\r\nHost: h\r\n";
    check(host + "\u0001: x\r\n\r\n", ClientMessages.invalidHeaderLine("\\x01..."), headers);
    check(host + "Content-Length: x\r\n\r\n", ClientMessages.invalidLength(), headers);
    check(host + "Transfer-Encoding: x\r\n\r\n", ClientMessages.unknownEncoding("x"), headers);
    check(
        host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        ClientMessages.lengthAndEncoding(),
        headers);
    check(host + "Host: i\r\n\r\n", ClientMessages.duplicateHost("Host: i", "Host: h"), headers);
    check("TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", ClientMessages.traceMethod(), headers);
    check(
        "GET / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
        ClientMessages.encodingInHttp10(),
        headers);
  }

  private static Place during(Action action) {
    return new Place(Optional.of(action), Optional.empty(), Optional.empty());
  }

  @Test
  void filesThatAreNotThere() throws Exception {
    check(get("/none"), ServerMessages.openFailed(path("none"), Errno.ENOENT), NOWHERE);
    check(
        get("/nginx.conf/x"),
        ServerMessages.openFailed(path("nginx.conf/x"), Errno.ENOTDIR),
        NOWHERE);
    check(get("/"), ServerMessages.indexForbidden(path("")), NOWHERE);
    check(get("/cycle"), ServerMessages.rewriteCycle("/cycle"), NOWHERE);
  }
}
