package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/// Who a request is proxied for: a client's request, or one within nginx that only wants to know
/// the status.
interface Recipient {
  /// The connection of the client, whose loop does the work.
  Channel channel();

  /// The client's address in network order; empty for a unix socket.
  byte[] clientAddress();

  Downstream downstream();

  Site site();

  /// Where the error log hears of it.
  ErrorReport errors();

  /// Whether the body of an answer is wanted.
  boolean hasBody();

  /// Whether it takes more of the body now.
  boolean takesMore();

  /// The head of an answer.
  void passHead(Head head);

  /// Whether another answer takes the place of that one, which is told as an end of the upstream.
  default boolean replaces(Response response) {
    return false;
  }

  /// A piece of the body; takes over the buffer.
  void passBody(ByteBuf piece);

  /// An answer that was kept.
  ///
  /// @param body that nobody may change
  void passKept(Head head, ByteBuffer body);

  /// What the request has waited for is there: it is decided once more.
  void again();

  /// An answer without a head.
  void passHeadless();

  /// The whole answer was passed on.
  void passed();

  /// The rest of the answer will never come.
  ///
  /// @param sends whether what is written goes out: a head alone was not worth a packet yet
  void broken(boolean sends);

  /// Nobody's answer is passed on.
  void upstreamEnded(UpstreamEnding ending);

  /// The head of a 101; a tunnel follows.
  void upgraded(Head head);

  /// What the client has sent behind its request.
  ByteBuf tunnelInput();

  void tunnelEnded();

  /// The tunnel leaves the channel of the client; its end is to be told to what is returned.
  MovedTunnel tunnelMoves();

  /// An upstream takes more of the body.
  void resume();
}
