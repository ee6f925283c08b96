package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends the pieces of a body as fast as a connection takes them.
final class FilePump {
  private static final int CHUNK = 64 << 10;

  private final Channel channel;
  private final BooleanSupplier takesMore;
  private final Consumer<ByteBuf> out;
  private final Deque<Answer.Piece> pieces;
  private @Nullable FileChannel file;
  private long position;
  private long left;

  /// @param takesMore whether another piece may be written now
  FilePump(
      Channel channel,
      BooleanSupplier takesMore,
      Consumer<ByteBuf> out,
      List<Answer.Piece> pieces) {
    this.channel = channel;
    this.takesMore = takesMore;
    this.out = out;
    this.pieces = new ArrayDeque<>(pieces);
  }

  /// Goes on while the connection takes more; whether everything is written.
  ///
  /// @throws IOException when a file cannot be read to the end that was announced
  boolean run() throws IOException {
    while (takesMore.getAsBoolean()) {
      if (file != null) {
        chunk(file);
        continue;
      }
      Answer.Piece next = pieces.poll();
      switch (next) {
        case null -> {
          return true;
        }
        case Answer.Piece.Text(String text) ->
            out.accept(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)));
        case Answer.Piece.Bytes(ByteBuffer bytes) -> out.accept(Unpooled.wrappedBuffer(bytes));
        case Answer.Piece.OfFile part -> {
          file = FileChannel.open(part.file(), StandardOpenOption.READ);
          position = part.start();
          left = part.length();
        }
      }
    }
    return file == null && pieces.isEmpty();
  }

  private void chunk(FileChannel from) throws IOException {
    int length = (int) Math.min(CHUNK, left);
    ByteBuf buffer = channel.alloc().buffer(length);
    int read = buffer.writeBytes(from, position, length);
    if (read <= 0) {
      buffer.release();
      throw new IOException("the file has become shorter");
    }
    position += read;
    left -= read;
    out.accept(buffer);
    if (left == 0) {
      close();
    } else {
      channel.flush();
    }
  }

  void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException _) {
        // it was only read
      }
      file = null;
    }
  }
}
