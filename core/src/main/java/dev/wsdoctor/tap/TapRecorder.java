package dev.wsdoctor.tap;

import dev.wsdoctor.capture.Budget;
import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.ConversationRecorder;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Makes conversations of what a tap overhears, and keeps the last ones. For one thread.
public final class TapRecorder {
  private final Limits limits;
  private final Budget budget;
  private final Instant start;
  private final BiConsumer<Integer, Moment> live;
  private final Map<Integer, Hearing> open = new HashMap<>();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private int forgotten;

  private record Ended(ConversationRecorder recorder, Conversation conversation) {}

  /// `live` gets each moment with the number of its connection.
  public TapRecorder(Limits limits, Instant start, BiConsumer<Integer, Moment> live) {
    this.limits = limits;
    this.budget = new Budget(limits.totalBytes());
    this.start = start;
    this.live = live;
  }

  /// The conversation that this ends, if it does.
  public Optional<Conversation> take(Overheard heard) {
    if (heard instanceof Overheard.Opened opened) {
      open.put(opened.connection(), new Hearing(recorder(opened)));
      return Optional.empty();
    }
    Hearing known = open.get(heard.connection());
    return known == null ? Optional.empty() : take(heard, known);
  }

  private ConversationRecorder recorder(Overheard.Opened opened) {
    int number = opened.connection();
    return new ConversationRecorder(
        number,
        opened.client(),
        opened.server(),
        opened.time(),
        true,
        limits,
        budget,
        moment -> live.accept(number, moment));
  }

  private Optional<Conversation> take(Overheard heard, Hearing known) {
    ConversationRecorder recorder = known.recorder;
    switch (heard) {
      case Overheard.Opened _ -> throw new IllegalStateException("it is open already");
      case Overheard.Bytes(int _, Instant time, var from, var chunk) -> {
        known.tellHole(from);
        recorder.bytes(from, time, chunk.bytes(), 0, chunk.bytes().length);
      }
      case Overheard.Unrecorded(int _, Instant time, var from, long bytes) ->
          known.widenHole(from, time, bytes);
      case Overheard.Finished(int _, Instant time, var from) -> {
        known.tellHole(from);
        recorder.finished(from, time);
      }
      case Overheard.Reset(int _, Instant time, var from) -> {
        known.tellHole(from);
        recorder.reset(from, time);
      }
      case Overheard.Failed(int _, Instant time, var from, String sentence) -> {
        known.tellHole(from);
        recorder.failed(from, time, sentence);
      }
      case Overheard.Closed(int number, Instant time) -> {
        return Optional.of(close(number, time, known));
      }
    }
    return Optional.empty();
  }

  private Conversation close(int number, Instant time, Hearing known) {
    known.tellHole(Role.CLIENT);
    known.tellHole(Role.SERVER);
    known.recorder.close(time);
    open.remove(number);
    Conversation conversation = known.recorder.conversation(time);
    keep(new Ended(known.recorder, conversation));
    return conversation;
  }

  /// A conversation that goes on, and the bytes of each side that were not recorded since it last
  /// told any: a stretch without is told as one.
  private static final class Hearing {
    private final ConversationRecorder recorder;
    private final Map<Role, Overheard.Unrecorded> holes = new EnumMap<>(Role.class);

    Hearing(ConversationRecorder recorder) {
      this.recorder = recorder;
    }

    void widenHole(Role from, Instant time, long bytes) {
      Overheard.Unrecorded before = holes.get(from);
      long all = bytes + (before == null ? 0 : before.bytes());
      Instant first = before == null ? time : before.time();
      holes.put(from, new Overheard.Unrecorded(0, first, from, all));
    }

    void tellHole(Role from) {
      Overheard.Unrecorded hole = holes.remove(from);
      if (hole != null) {
        recorder.missing(from, hole.time(), hole.bytes());
      }
    }
  }

  private void keep(Ended one) {
    ended.add(one);
    if (ended.size() > limits.conversations()) {
      ended.remove().recorder().discard();
      forgotten++;
    }
  }

  /// Everything that is kept at `now`; what is open is shown as far as it has come.
  public Capture capture(Instant now, List<String> remarks) {
    List<Conversation> all = new ArrayList<>(ended.stream().map(Ended::conversation).toList());
    open.values().forEach(known -> all.add(known.recorder.conversation(now)));
    all.sort(Comparator.comparingInt(Conversation::number));
    List<String> said = new ArrayList<>(remarks);
    if (forgotten > 0) {
      said.add(
          "of the connections that have ended, %d are not kept; the last %d are"
              .formatted(forgotten, limits.conversations()));
    }
    return new Capture(start, now, 0, all, List.of(), Map.of(), said);
  }
}
