package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts the segments of one direction in order (RFC 9293, 3.4): what was sent again counts once,
/// what comes early waits, and what never comes is a hole.
final class SegmentOrder {
  private static final int MOST_WAITING = 4_096;

  /// A capture of several processors can have one acknowledgement before the bytes it is for.
  private static final int BELIEVED_FROM = 2;

  private final int mostWaitingBytes;

  /// Early segments by their place in the stream.
  private final TreeMap<Long, Segment> waiting = new TreeMap<>();

  private long waitingBytes;
  private boolean started;
  private int nextSequence;
  private long delivered;
  private long end = Long.MAX_VALUE;
  private boolean finished;
  private long resent;

  /// How often the other side has acknowledged bytes that are missing here.
  private int acknowledgedInVain;

  /// An order that gives up a hole when so many bytes wait behind it.
  SegmentOrder(int mostWaitingBytes) {
    this.mostWaitingBytes = mostWaitingBytes;
  }

  /// Segments that brought nothing new: retransmissions, and keep-alive probes with a byte.
  long resent() {
    return resent;
  }

  List<Delivery> take(Segment segment) {
    int sequence = segment.sequence();
    if (segment.has(Segment.SYN)) {
      start(sequence + 1);
      sequence++;
    }
    if (!started) {
      start(sequence);
    }
    List<Delivery> out = new ArrayList<>();
    long at = delivered + (sequence - nextSequence);
    if (segment.has(Segment.FIN)) {
      end = Math.min(end, Math.max(delivered, at + segment.length()));
    }
    if (segment.length() > 0) {
      place(segment, at, out);
    }
    finish(segment.time(), out);
    return out;
  }

  private void start(int sequence) {
    if (!started) {
      started = true;
      nextSequence = sequence;
    }
  }

  private void place(Segment segment, long at, List<Delivery> out) {
    if (at + segment.length() <= delivered) {
      resent++;
      return;
    }
    if (at <= delivered) {
      deliver(segment, at, out);
      drain(out);
      return;
    }
    Segment before = waiting.get(at);
    if (before == null || before.length() < segment.length()) {
      waiting.put(at, segment);
      waitingBytes += segment.length() - (before == null ? 0 : before.length());
    }
    while (waitingBytes > mostWaitingBytes || waiting.size() > MOST_WAITING) {
      skipHole(segment.time(), out);
    }
  }

  private void deliver(Segment segment, long at, List<Delivery> out) {
    int known = (int) (delivered - at);
    ByteBuffer payload = segment.payload();
    int kept = Math.min(known, payload.remaining());
    ByteBuffer bytes = payload.slice(payload.position() + kept, payload.remaining() - kept);
    if (bytes.hasRemaining()) {
      out.add(new Delivery.Bytes(segment.time(), bytes));
    }
    int missing = segment.length() - known - bytes.remaining();
    if (missing > 0) {
      out.add(new Delivery.Missing(segment.time(), missing));
    }
    advance(segment.length() - known);
  }

  private void advance(long count) {
    delivered += count;
    nextSequence += (int) count;
  }

  private void drain(List<Delivery> out) {
    while (!waiting.isEmpty() && waiting.firstKey() <= delivered) {
      Map.Entry<Long, Segment> first = waiting.pollFirstEntry();
      waitingBytes -= first.getValue().length();
      if (first.getKey() + first.getValue().length() > delivered) {
        deliver(first.getValue(), first.getKey(), out);
      }
    }
  }

  private void skipHole(Instant time, List<Delivery> out) {
    long hole = waiting.firstKey() - delivered;
    out.add(new Delivery.Missing(time, hole));
    advance(hole);
    drain(out);
  }

  private void finish(Instant time, List<Delivery> out) {
    if (!finished && delivered >= end) {
      finished = true;
      out.add(new Delivery.Finished(time));
    }
  }

  /// The other side has received everything before `acknowledgement`: what is missing before that
  /// will not come any more, when it is said again.
  List<Delivery> acknowledged(int acknowledgement, Instant time) {
    List<Delivery> out = new ArrayList<>();
    if (!isMissing(acknowledgement)) {
      acknowledgedInVain = 0;
      return out;
    }
    acknowledgedInVain++;
    while (acknowledgedInVain >= BELIEVED_FROM && isMissing(acknowledgement)) {
      if (waiting.isEmpty()) {
        skipToEnd(time, out);
      } else {
        skipHole(time, out);
      }
    }
    finish(time, out);
    return out;
  }

  /// Whether bytes before this are not there, and something behind them is.
  private boolean isMissing(int acknowledgement) {
    long before = delivered + (acknowledgement - nextSequence);
    return waiting.isEmpty() ? delivered < end && before > end : before > waiting.firstKey();
  }

  private void skipToEnd(Instant time, List<Delivery> out) {
    if (delivered < end) {
      out.add(new Delivery.Missing(time, end - delivered));
      advance(end - delivered);
    }
  }

  /// Nothing comes any more; all that waits is delivered.
  List<Delivery> close(Instant time) {
    List<Delivery> out = new ArrayList<>();
    while (!waiting.isEmpty()) {
      skipHole(time, out);
    }
    if (end != Long.MAX_VALUE) {
      skipToEnd(time, out);
    }
    finish(time, out);
    return out;
  }
}
