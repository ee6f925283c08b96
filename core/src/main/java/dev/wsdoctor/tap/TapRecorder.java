package dev.wsdoctor.tap;

import dev.wsdoctor.capture.Budget;
import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.ConversationRecorder;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Moment;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
  private final Map<Integer, ConversationRecorder> open = new HashMap<>();
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
      open.put(opened.connection(), recorder(opened));
      return Optional.empty();
    }
    ConversationRecorder recorder = open.get(heard.connection());
    return recorder == null ? Optional.empty() : take(heard, recorder);
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

  private Optional<Conversation> take(Overheard heard, ConversationRecorder recorder) {
    switch (heard) {
      case Overheard.Opened _ -> throw new IllegalStateException("it is open already");
      case Overheard.Bytes(int _, Instant time, var from, var chunk) ->
          recorder.bytes(from, time, chunk.bytes(), 0, chunk.bytes().length);
      case Overheard.Unrecorded(int _, Instant time, var from, long bytes) ->
          recorder.missing(from, time, bytes);
      case Overheard.Finished(int _, Instant time, var from) -> recorder.finished(from, time);
      case Overheard.Reset(int _, Instant time, var from) -> recorder.reset(from, time);
      case Overheard.Failed(int _, Instant time, var from, String sentence) ->
          recorder.failed(from, time, sentence);
      case Overheard.Closed(int number, Instant time) -> {
        recorder.close(time);
        open.remove(number);
        Conversation conversation = recorder.conversation(time);
        keep(new Ended(recorder, conversation));
        return Optional.of(conversation);
      }
    }
    return Optional.empty();
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
    open.values().forEach(recorder -> all.add(recorder.conversation(now)));
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
