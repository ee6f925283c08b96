package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.wire.RequestWriter;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request as a server of an upstream gets it (`ngx_http_proxy_create_request`); it may be sent
/// more than once. Used by one thread.
final class UpstreamRequest {
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final RequestUpload upload;

  UpstreamRequest(Execution execution, Outcome.Proxied proxied, RequestUpload upload) {
    this.execution = execution;
    this.proxied = proxied;
    this.upload = upload;
  }

  /// Whether its body is gone once it was sent.
  boolean isUnbuffered() {
    return !upload.isRepeatable();
  }

  /// Sends the head, and what there is of the body; `whenSent` is called behind its end.
  void send(Channel to, Runnable whenSent) {
    to.write(Unpooled.wrappedBuffer(RequestWriter.write(proxied.sent().line(), fields())));
    Optional<Directive> own = proxied.scope().setting("proxy_set_body");
    if (own.isPresent()) {
      String text = execution.text(own.get().parameter());
      to.write(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)));
    } else if (Settings.PROXY_PASS_REQUEST_BODY.in(proxied.scope())) {
      boolean chunked = proxied.sent().first("Transfer-Encoding").isPresent();
      upload.sendTo(to, chunked, whenSent);
      return;
    }
    to.flush();
    whenSent.run();
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Sent.Field field : proxied.sent().fields()) {
      boolean isLength = field.name().equalsIgnoreCase("Content-Length");
      String value =
          isLength && !field.value().isKnown()
              ? Long.toString(upload.length())
              : execution.text(field.value());
      fields.add(new Field(field.name(), value));
    }
    return fields;
  }

  /// The server takes more.
  void writable() {
    upload.writable();
  }
}
