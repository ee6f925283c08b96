package dev.wsdoctor.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Takes logs at level `debug` for what they are: recordings. Keeps the newest connections that
/// asked for a socket in a line each, and one connection as a whole when it is asked for.
public final class Recordings implements Consumer<String> {
  private static final int MOST_OPEN = 1_000;
  private static final int MOST_SOCKETS = 1_000;
  private static final String DEBUG = " [debug] ";

  private final OptionalLong wanted;
  private final Map<Long, Recorder> open = new LinkedHashMap<>();
  private final Deque<RecordedSocket> sockets = new ArrayDeque<>();
  private Optional<Recorder> latest = Optional.empty();
  private Optional<Recorder> found = Optional.empty();
  private long left;

  private Recordings(OptionalLong wanted) {
    this.wanted = wanted;
  }

  /// All connections, in a line each.
  public static Recordings ofAll() {
    return new Recordings(OptionalLong.empty());
  }

  /// One connection, by the number that the log puts behind an asterisk.
  public static Recordings of(long connection) {
    return new Recordings(OptionalLong.of(connection));
  }

  @Override
  public void accept(String line) {
    boolean mayConcern = line.contains(DEBUG) || !open.isEmpty();
    Optional<ErrorEntry> entry = mayConcern ? ErrorLog.parse(line) : Optional.empty();
    if (entry.isEmpty()) {
      latest.ifPresent(recorder -> recorder.more(line));
      return;
    }
    latest = entry.get().connection().flatMap(connection -> recorder(connection, entry.get()));
    latest.ifPresent(recorder -> take(recorder, entry.get()));
  }

  /// Where only a location logs at level debug, nobody tells that the connection was accepted. A
  /// number may come again after a restart of nginx.
  private Optional<Recorder> recorder(long connection, ErrorEntry entry) {
    if (wanted.isPresent() && wanted.getAsLong() != connection) {
      return Optional.empty();
    }
    boolean comes = entry.message().startsWith("accept: ");
    boolean begins = comes || (entry.isAt(Level.DEBUG) && entry.message().startsWith("http "));
    if (comes || (begins && !open.containsKey(connection))) {
      Optional.ofNullable(open.put(connection, new Recorder(connection))).ifPresent(this::leave);
    }
    return Optional.ofNullable(open.get(connection));
  }

  private void take(Recorder recorder, ErrorEntry entry) {
    recorder.accept(entry);
    long connection = entry.connection().orElseThrow();
    if (recorder.isDone()) {
      open.remove(connection);
      leave(recorder);
    }
    if (open.size() > MOST_OPEN) {
      leave(open.remove(open.keySet().iterator().next()));
    }
  }

  private void leave(Recorder recorder) {
    if (wanted.isPresent()) {
      found = Optional.of(recorder);
      return;
    }
    if (recorder.asksToUpgrade()) {
      sockets.addLast(recorder.socket());
    }
    if (sockets.size() > MOST_SOCKETS) {
      sockets.removeFirst();
      left++;
    }
  }

  /// The connections that asked for a socket, the newest thousand; those that are still open come
  /// last.
  public List<RecordedSocket> sockets() {
    List<RecordedSocket> all = new ArrayList<>(sockets);
    open.values().stream().filter(Recorder::asksToUpgrade).map(Recorder::socket).forEach(all::add);
    return all;
  }

  /// How many more there were.
  public long left() {
    return left;
  }

  /// The one that was asked for; of a number that came again the latest.
  public Optional<DebugRecording> found() {
    return open.values().stream().findFirst().or(() -> found).map(Recorder::recording);
  }
}
