package dev.wsdoctor.tap;

import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// One connection: what one line gets goes out on the other, by one thread for each direction.
///
/// A chunk is put into the backlog before it is passed on, so that no answer is overheard before
/// its question.
final class Relay {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final int number;
  private final Line client;
  private final Line server;
  private final Backlog backlog;
  private final Runnable atEnd;
  private final AtomicBoolean oneEnded = new AtomicBoolean();
  private final AtomicBoolean oneBroken = new AtomicBoolean();

  /// `atEnd` runs when both directions have ended.
  Relay(int number, Line client, Line server, Backlog backlog, Runnable atEnd) {
    this.number = number;
    this.client = client;
    this.server = server;
    this.backlog = backlog;
    this.atEnd = atEnd;
  }

  /// Relays what the server sends in a thread of its own, and what the client sends in this one;
  /// returns when the client sends no more.
  void run() {
    Thread.ofPlatform().daemon().name("tap " + number + " <").start(() -> pass(Role.SERVER));
    pass(Role.CLIENT);
  }

  private void pass(Role from) {
    Line in = line(from);
    Role to = from == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      int count = in.read(chunk);
      while (count >= 0) {
        hear(from, chunk, count);
        if (!isWritten(to, chunk, count)) {
          break;
        }
        count = in.read(chunk);
      }
      if (count < 0) {
        backlog.put(new Overheard.Finished(number, Instant.now(), from));
        quietly(line(to)::finish);
      }
    } catch (IOException e) {
      broken(from, e);
    }
    ended();
  }

  private Line line(Role role) {
    return switch (role) {
      case CLIENT -> client;
      case SERVER -> server;
    };
  }

  private boolean isWritten(Role to, byte[] chunk, int count) {
    try {
      line(to).write(chunk, count);
      return true;
    } catch (IOException e) {
      broken(to, e);
      return false;
    }
  }

  private void hear(Role from, byte[] chunk, int count) {
    backlog.put(
        new Overheard.Bytes(
            number, Instant.now(), from, new Overheard.Chunk(Arrays.copyOf(chunk, count))));
  }

  /// A reset of one side becomes a reset of the other. That both threads notice it is told once.
  private void broken(Role at, IOException e) {
    boolean first = oneBroken.compareAndSet(false, true);
    if (first && !(e instanceof ClosedChannelException)) {
      String words = String.valueOf(e.getMessage());
      String lower = words.toLowerCase(Locale.ROOT);
      backlog.put(
          lower.contains("reset") || lower.contains("broken pipe")
              ? new Overheard.Reset(number, Instant.now(), at)
              : new Overheard.Failed(number, Instant.now(), at, "the connection broke: " + words));
    }
    quietly(client::reset);
    quietly(server::reset);
  }

  private void ended() {
    if (oneEnded.compareAndSet(false, true)) {
      return;
    }
    close();
    backlog.put(new Overheard.Closed(number, Instant.now()));
    atEnd.run();
  }

  /// Ends both sides; what breaks from now on is our own doing.
  void close() {
    oneBroken.set(true);
    quietly(client::close);
    quietly(server::close);
  }

  /// What ends a connection.
  interface Ending {
    void run() throws IOException;
  }

  static void quietly(Ending ending) {
    try {
      ending.run();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }
}
