package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;
import static dev.wsdoctor.log.LogSignature.remark;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// What nginx finds wrong with the answer of an upstream to which it could connect.
final class AnswerSignatures {
  private static final String HEADER = "while reading response header from upstream";

  private static final LogSignature NO_HTTP =
      error(
          Scope.UPSTREAM,
          "upstream-scheme-mismatch",
          0.6,
          "the backend ends the connection instead of answering",
          "A TLS port that is asked in plain HTTP does that, and so does a backend that crashes on the request;"
              + " nginx answers 502.",
          "write https:// in proxy_pass if the backend speaks TLS there, else look into the backend's log");

  private static final LogSignature REWRITTEN =
      remark(
          Scope.REQUEST,
          "a backend's answer is longer than it says, or has a field twice: something behind nginx rewrites answers");

  static final List<LogSignature> ALL =
      List.of(
          error(
                  Scope.UPSTREAM,
                  "upstream-http2",
                  0.97,
                  "nginx asks the backend in HTTP/2 and gets an answer in HTTP/1.1",
                  "4740180 are the letters HTT: the backend speaks HTTP/1.1. Over HTTP/2 there is no Upgrade.",
                  "set proxy_http_version 1.1 in the location of the socket")
              .when("upstream sent too large http2 frame"),
          error(
                  Scope.UPSTREAM,
                  "upstream-header-too-big",
                  0.97,
                  "the head of the backend's answer does not fit into proxy_buffer_size",
                  "The whole head of an answer, cookies and tokens among it, must fit into one buffer of 4k or"
                      + " 8k; nginx answers 502.",
                  "set proxy_buffer_size 16k (and proxy_buffers 8 16k) in the location of the socket")
              .when("upstream sent too big header"),
          error(
                  Scope.UPSTREAM,
                  "upstream-unreachable",
                  0.8,
                  "the backend takes the connection and does not answer the handshake",
                  "nginx waits for proxy_read_timeout and answers 504.",
                  "look into the backend: it may be blocked, or speak another protocol on this port")
              .rather("read-timeout-zero")
              .when("upstream timed out (110", HEADER),
          NO_HTTP.when("upstream prematurely closed connection", HEADER),
          NO_HTTP.when("recv() failed (104", HEADER),
          error(
                  Scope.UPSTREAM,
                  "upstream-scheme-mismatch",
                  0.8,
                  "the backend answers something that is not HTTP",
                  "A TLS backend behind http:// answers with a TLS alert, another service with its own greeting;"
                      + " the access log shows status 009.",
                  "write https:// in proxy_pass if the backend speaks TLS there, else correct the port")
              .when("upstream sent no valid HTTP/1.0 header"),
          error(
                  Scope.UPSTREAM,
                  "upstream-wrong-port",
                  0.5,
                  "the backend's answer has a field that nginx refuses",
                  "nginx answers 502 to a malformed answer.",
                  "look at the backend's answer: wsdoctor check URL --backend URL")
              .when("upstream sent invalid header"),
          error(
                  Scope.REQUEST,
                  "upstream-unreachable",
                  0.45,
                  "clients left before the backend had answered the handshake",
                  "The backend answers later than the client waits; the access log shows 499.",
                  "see how long the backend takes for the handshake")
              .when("client prematurely closed connection"),
          error(
                  Scope.REQUEST,
                  "upgrade-in-subrequest",
                  0.97,
                  "the subrequest of auth_request carries the handshake, and its service answers 101",
                  "nginx opens no tunnel for a subrequest: it ends the client's connection without an answer.",
                  "blank Upgrade and Connection in the location that auth_request names")
              .when("connection upgrade in subrequest"),
          REWRITTEN.when("upstream sent more data than specified"),
          REWRITTEN.when("upstream sent duplicate header line"));

  private AnswerSignatures() {}
}
