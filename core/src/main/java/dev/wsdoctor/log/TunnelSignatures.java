package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;
import static dev.wsdoctor.log.LogSignature.remark;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// How nginx puts the end of a tunnel (`ngx_http_upstream_process_upgraded`). Whose connection
/// failed only the level tells: `info` for the client's, `error` for the upstream's
/// (`ngx_connection_error`).
final class TunnelSignatures {
  private static final LogSignature IDLE =
      error(
              Scope.REQUEST,
              "read-timeout-too-short",
              0.93,
              "nginx cut silent sockets: its idle limit had run out",
              "After the upgrade proxy_read_timeout (in stream: proxy_timeout) is the idle limit of the whole"
                  + " tunnel; nginx writes this line when it has run out, at level info.",
              "raise proxy_read_timeout above the longest silence, or let one side ping at less than half"
                  + " of it")
          .rather("read-timeout-zero");

  private static final LogSignature BACKEND_ENDS =
      error(
          Scope.REQUEST,
          "closed-by-backend",
          0.85,
          "the backend reset open sockets",
          "At level error the connection to the upstream is meant, at info the client's: here the backend"
              + " went away without a Close frame.",
          "look into the backend's log at that time: a crash, a restart, memory, or a limit of its own");

  private static final LogSignature CLIENT_ENDS =
      remark(
          Scope.REQUEST,
          "clients reset their sockets, as closing browsers and phones do (level info; at level error it would be the backend)");

  static final List<LogSignature> ALL =
      List.of(
          IDLE.when("upstream timed out (110", "while proxying upgraded connection"),
          IDLE.when("connection timed out (110", "while proxying connection"),
          error(
                  Scope.REQUEST,
                  "half-open-connection",
                  0.7,
                  "a client took no more data until send_timeout ran out",
                  "The client is gone without a word, or reads too slowly; nginx ends the tunnel when it could"
                      + " not write for send_timeout.",
                  "let the backend ping its clients and drop those that do not answer")
              .asWarning()
              .when("client timed out (110", "while proxying upgraded connection"),
          BACKEND_ENDS.at(Level.ERROR).when("recv() failed (104", "while proxying upgraded"),
          BACKEND_ENDS.at(Level.ERROR).when("send() failed (", "while proxying upgraded"),
          BACKEND_ENDS.at(Level.ERROR).when("SSL_read() failed (", "while proxying upgraded"),
          BACKEND_ENDS.at(Level.ERROR).when("SSL_write() failed (", "while proxying upgraded"),
          CLIENT_ENDS.at(Level.INFO).when("recv() failed (104", "while proxying upgraded"),
          CLIENT_ENDS.at(Level.INFO).when("send() failed (", "while proxying upgraded"),
          CLIENT_ENDS.at(Level.INFO).when("SSL_read() failed (", "while proxying upgraded"),
          CLIENT_ENDS.at(Level.INFO).when("SSL_write() failed (", "while proxying upgraded"),
          remark(
                  Scope.REQUEST,
                  "a peer reset a tunnel: the level of the line tells which, info the client, error the backend")
              .when("recv() failed (104", "while proxying upgraded"));

  private TunnelSignatures() {}
}
