package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request's body until an upstream gets it: in memory, or in a temporary file when it is large.
final class BodyStore {
  /// More than that goes to a file.
  private static final int MAX_MEMORY = 1 << 20;

  private final ByteBuf memory = Unpooled.buffer(0, Integer.MAX_VALUE);
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long length;

  long length() {
    return length;
  }

  void add(byte[] bytes, int offset, int count) throws IOException {
    length += count;
    if (length <= MAX_MEMORY) {
      memory.writeBytes(bytes, offset, count);
      return;
    }
    OutputStream to = out;
    if (to == null) {
      Path created = Files.createTempFile("wsdoctor-body", "");
      file = created;
      to = Files.newOutputStream(created);
      out = to;
      memory.readBytes(to, memory.readableBytes());
    }
    to.write(bytes, offset, count);
  }

  /// Everything is there.
  void complete() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /// What is in memory; stays here.
  ByteBuf bytes() {
    return Unpooled.copiedBuffer(memory);
  }

  /// All of it, if it has that many bytes at most and is in memory (`$request_body`).
  Optional<String> text(long most) {
    boolean isThere = length > 0 && length <= most && file == null && memory.refCnt() > 0;
    return isThere
        ? Optional.of(memory.toString(0, memory.writerIndex(), StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /// Adds all of it to another one.
  void copyTo(BodyStore other) throws IOException {
    byte[] bytes = file == null ? ByteBufUtil.getBytes(memory) : Files.readAllBytes(file);
    if (bytes.length > 0) {
      other.add(bytes, 0, bytes.length);
    }
  }

  /// What is in a file.
  List<Answer.Piece> pieces() {
    Path kept = file;
    return kept == null ? List.of() : List.of(new Answer.Piece.OfFile(kept, 0, length));
  }

  void release() {
    memory.release();
    try {
      complete();
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // the system cleans its temporary files
    }
  }
}
