package dev.wsdoctor.capture;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
}
