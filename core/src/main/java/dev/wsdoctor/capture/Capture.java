package dev.wsdoctor.capture;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a capture file tells: the conversations that concern WebSockets, and connections that were
/// refused, in the order of their beginnings; how many other connections it has, by what they are;
/// and what is to be said about the file itself.
public record Capture(
    Instant first,
    Instant last,
    long packets,
    List<Conversation> conversations,
    List<Conversation> refused,
    Map<String, Integer> others,
    List<String> remarks) {
  public Capture {
    conversations = List.copyOf(conversations);
    refused = List.copyOf(refused);
    others = Map.copyOf(others);
    remarks = List.copyOf(remarks);
  }

  /// The same with these conversations.
  public Capture with(List<Conversation> other) {
    return new Capture(first, last, packets, other, refused, others, remarks);
  }

  /// Several captures of the same time as one, such as those of two interfaces; their connections
  /// are numbered anew, in the order of their beginnings.
  public static Capture together(List<Capture> captures) {
    if (captures.size() == 1) {
      return captures.getFirst();
    }
    Numbering numbering = new Numbering(captures);
    Map<String, Integer> others = new TreeMap<>();
    captures.forEach(one -> one.others().forEach((kind, n) -> others.merge(kind, n, Integer::sum)));
    return new Capture(
        captures.stream().map(Capture::first).min(Comparator.naturalOrder()).orElseThrow(),
        captures.stream().map(Capture::last).max(Comparator.naturalOrder()).orElseThrow(),
        captures.stream().mapToLong(Capture::packets).sum(),
        numbering.of(Capture::conversations),
        numbering.of(Capture::refused),
        others,
        captures.stream().flatMap(one -> one.remarks().stream()).toList());
  }

  /// New numbers for all conversations of several captures.
  private record Numbering(List<Capture> captures, List<Conversation> order) {
    Numbering(List<Capture> captures) {
      this(
          captures,
          captures.stream()
              .flatMap(one -> Stream.concat(one.conversations().stream(), one.refused().stream()))
              .sorted(Comparator.comparing(Conversation::opened))
              .toList());
    }

    List<Conversation> of(Function<Capture, List<Conversation>> part) {
      Set<Conversation> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
      captures.forEach(one -> wanted.addAll(part.apply(one)));
      return IntStream.range(0, order.size())
          .filter(i -> wanted.contains(order.get(i)))
          .mapToObj(i -> order.get(i).numbered(i + 1))
          .toList();
    }
  }
}
