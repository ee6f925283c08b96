package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;

/// What the pages say that nginx makes by itself (`ngx_http_special_response.c`).
public record NginxPage(
    String words, String id, double confidence, String summary, String why, String advice) {
  private static final String HEAD = "request-head-too-large";

  private static final List<NginxPage> ALL =
      List.of(
          new NginxPage(
              "request header or cookie too large",
              HEAD,
              0.95,
              "nginx refuses the handshake for the size of its head, mostly of its cookies",
              "One line of a head must fit into one of large_client_header_buffers (4 of 8k), all of it into all of them.",
              "send fewer cookies to the socket, or set large_client_header_buffers 8 32k in http or in the default server"),
          new NginxPage(
              "request-uri too large",
              HEAD,
              0.95,
              "nginx refuses the handshake for the length of its URL",
              "The request line must fit into one of large_client_header_buffers (4 of 8k).",
              "send a long token in a message after the opening, or set large_client_header_buffers 4 32k"),
          new NginxPage(
              "no required ssl certificate was sent",
              "access-refused",
              0.95,
              "nginx wants a certificate of the client (ssl_verify_client), and none was sent",
              "nginx answers 400 to a request without one.",
              "install the certificate in the client, or set ssl_verify_client optional and check it elsewhere"),
          new NginxPage(
              "the ssl certificate error",
              "access-refused",
              0.95,
              "nginx does not trust the certificate of the client (ssl_verify_client)",
              "Its chain must end in ssl_client_certificate, within ssl_verify_depth.",
              "name the authority of the client's certificate in ssl_client_certificate"),
          new NginxPage(
              "the plain http request was sent to https port",
              "client-url-mismatch",
              0.95,
              "nginx gets plain HTTP on a port of TLS",
              "The port wants TLS, and nginx answers 400 to anything else.",
              "open wss://, or let the hop in front speak https:// to nginx"),
          new NginxPage(
              "400 bad request",
              "client-url-mismatch",
              0.7,
              "nginx itself answers 400: what reaches it is no request that it takes",
              "The backend opens the same request. A hop in front may send the PROXY protocol (send-proxy) to a listen"
                  + " without proxy_protocol, or spoil Host or another field.",
              "read nginx's error log at level info (error_log FILE info): it names which"));

  /// Nothing when the answer is not one of them.
  public static Optional<Finding> cause(Observation front) {
    AnswerText text = AnswerText.of(front);
    return ALL.stream()
        .filter(page -> text.isPageOfNginx() && text.hasOneOf(page.words))
        .findFirst()
        .map(NginxPage::finding);
  }

  private Finding finding() {
    return Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice));
  }
}
