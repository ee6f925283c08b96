package dev.wsdoctor.log;

import java.util.List;

/// What a log at level `debug` tells of one connection, in the order in which it happened: the
/// handshake as it came in, the location, what the backend was sent, its answer, the tunnel.
public record DebugRecording(long connection, List<Step> steps, long dropped) {
  /// What a step is about.
  public enum Kind {
    /// The client's address.
    ACCEPTED("accepted from"),
    /// The request line and the fields, as the client sent them.
    REQUEST("the client asks"),
    /// How a location was searched, and which one took the request.
    LOCATION("the location"),
    /// What a `map` made of a value.
    MAP("a map makes"),
    /// The backend's address.
    CONNECT("connects to the backend"),
    /// The head that the backend was sent.
    SENT("the backend is sent"),
    /// The head of the backend's answer.
    ANSWER("the backend answers"),
    /// The head that the client was sent.
    REPLY("the client is sent"),
    /// The bytes that passed through the tunnel.
    TUNNEL("the tunnel"),
    /// A sentence that nginx writes at other levels too.
    SAID("nginx says"),
    /// Who closed, and when nginx was done.
    CLOSED("the end");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// For a heading: `the backend is sent`.
    public String words() {
      return words;
    }
  }

  /// One thing that happened; `text` is a line of a head where there is one.
  public record Step(String time, Kind kind, String text) {}

  public DebugRecording {
    steps = List.copyOf(steps);
  }
}
