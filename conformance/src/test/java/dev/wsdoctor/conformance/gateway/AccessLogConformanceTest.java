package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.log.ErrorPlace;
import dev.wsdoctor.gateway.log.LogOpening;
import dev.wsdoctor.gateway.log.LogSettings;
import dev.wsdoctor.gateway.log.Logs;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Lines of the access log that our logs and a real nginx write for the same requests, byte for
/// byte, of what does not depend on the connection.
class AccessLogConformanceTest {
  private static final String VARIABLES =
      "$uri|$args|$query_string|$is_args|$request_uri|$request|$request_method|$host|$http_host"
          + "|$server_name|$scheme|$https|$http_x_y|$http_user_agent|$http_referer|$arg_a|$arg_b"
          + "|$cookie_c|$cookie_d|$content_length|$content_type|$remote_user|$remote_addr"
          + "|$request_completion|$server_protocol|$document_root|$set|$unset|$mapped|$geo|$split"
          + "|$upstream_addr|$upstream_status|$proxy_host|$sent_http_x|$sent_http_location|$status"
          + "|$limit_req_status|$limit_conn_status|$gzip_ratio|$http2|$ssl_protocol|$request_body"
          + "|$proxy_protocol_addr|$realip_remote_addr|$pipe|$invalid_referer|$http_cookie";

  private static final List<String> TARGETS =
      List.of(
          "/",
          "/?",
          "/?a",
          "/?a=",
          "/?a=one&b=%22",
          "/?A=two",
          "/a%20b/%22\\",
          "/set?a=two&a=3",
          "/none?a=1",
          "/off",
          "/two",
          "/if",
          "/if?a=0",
          "/if?a=1",
          "/nested",
          "/nested/deep/x",
          "/block",
          "/block?a=1",
          "/rewritten?x=1",
          "/x//y/../z",
          "/%7f%80%ff",
          "/?b=%01|\"");

  private static final List<Fields> HEADS =
      List.of(
          Fields.of("Host", "example.com"),
          Fields.of(
              "Host", "EXAMPLE.com:81", "X-Y", "a\"b\\c\u0080\u00ff\t\u0001d", "Cookie", "c=1; d="),
          Fields.of(
              "Host", "h", "X-Y", "", "User-Agent", "", "Referer", "/", "Cookie", "c=\"\u00e9\""),
          Fields.of("Host", "h", "Authorization", "Basic dXNlcjpwYXNz", "Content-Type", "text/x"));

  /// Of what only running tells: statuses, bytes, upstreams.
  @TestFactory
  Stream<DynamicTest> conversations() {
    return LogRuns.compare("/gateway/access-log.txt");
  }

  @Test
  void linesAreTheSame() throws Exception {
    RealParts.needNginx();
    int port = Ports.free();
    String text = configuration(port);
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    Nginx ours = Nginx.of(configuration, RealNginx.version());
    try (RealNginx real = RealNginx.start(text, port);
        TemporaryFolder folder = TemporaryFolder.create("logs")) {
      LogSettings settings = LogSettings.of(folder.path()).withErrorLog("error.log");
      LogOpening.Opened opened = LogOpening.open(configuration, settings);
      assertThat(opened).isInstanceOf(LogOpening.Opened.Usable.class);
      try (Logs logs = ((LogOpening.Opened.Usable) opened).logs()) {
        for (String target : TARGETS) {
          for (Fields fields : HEADS) {
            Request request = new Request("GET", target, "HTTP/1.1", fields);
            send(port, request);
            Connection connection = Connection.plain("127.0.0.1", port);
            Answered answered = new Answered(Map.of("status", "204", "request_completion", "OK"));
            logs.access(
                ours.execute(connection, request, FileView.EMPTY, answered),
                () -> ErrorPlace.ofIdle(1),
                Instant.now());
          }
        }
      }
      List<String> theirs = lines(real.read("a.log"));
      List<String> own =
          lines(Files.readString(folder.path().resolve("a.log"), StandardCharsets.ISO_8859_1));
      for (int i = 0; i < Math.min(own.size(), theirs.size()); i++) {
        assertThat(own.get(i)).as("line %d", i + 1).isEqualTo(theirs.get(i));
      }
      assertThat(own).hasSizeGreaterThan(80).hasSameSizeAs(theirs);
    }
  }

  private static List<String> lines(String log) {
    return new ArrayList<>(List.of(log.split("\n", -1)));
  }

  private static void send(int port, Request request) throws IOException {
    StringBuilder head = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private static String configuration(int port) {
    return """
    worker_processes 1;
    error_log error.log;
    events {}
    http {
      log_format plain '%s';
      log_format json escape=json '{"all": "%s"}';
      log_format combined_like '[$request] "$http_referer"';
      log_format none escape=none '%s';
      map $arg_a $mapped { one 1; two ""; }
      geo $geo { 127.0.0.0/8 home; }
      split_clients $arg_a $split { 50%% a; * b; }
      access_log a.log plain;
      access_log a.log json if=$http_x_y;
      server {
        listen 127.0.0.1:%d;
        server_name example.com;
        root /nowhere;
        if ($arg_never) { set $unset 1; }
        location /set { set $set ""; return 204; }
        location /none { access_log a.log none; return 204; }
        location /off { access_log off; access_log a.log; return 204; }
        location /two { access_log a.log combined_like; return 204; }
        location /if { access_log a.log plain if=$arg_a; return 204; }
        location /nested { location /nested/deep { return 204; } access_log a.log none; return 204; }
        location /block { if ($arg_a) { access_log a.log none; } return 204; }
        location /rewritten { rewrite ^ /set? last; }
        location / { return 204; }
      }
    }
    """
        .formatted(VARIABLES, VARIABLES, VARIABLES, port);
  }
}
