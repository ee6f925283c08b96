package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody wants to see of a recording; what is empty asks for nothing.
///
/// `connection` and `path` (a part of the request target) choose conversations. `from` chooses a
/// side, `opcodes` and `text` (a part of a text message, in Unicode) choose messages and control
/// frames, and leave out everything else.
public record Selection(
    Optional<Integer> connection,
    Optional<String> path,
    Optional<Role> from,
    Set<Opcode> opcodes,
    Optional<String> text) {
  public static final Selection ALL =
      new Selection(
          Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

  public Selection {
    opcodes = Set.copyOf(opcodes);
  }

  public boolean wantsConnection(int number) {
    return connection.isEmpty() || connection.get() == number;
  }

  public boolean wantsPath(String target) {
    return path.isEmpty() || target.contains(path.get());
  }

  public boolean wants(Conversation conversation) {
    return wantsConnection(conversation.number())
        && (path.isEmpty()
            || conversation
                .handshake()
                .filter(exchange -> wantsPath(exchange.request().target()))
                .isPresent());
  }

  public boolean wants(Moment moment) {
    if (from.isPresent() && from.get() != moment.from()) {
      return false;
    }
    boolean all = opcodes.isEmpty() && text.isEmpty();
    return switch (moment.sighting()) {
      case Sighting.Said(Message message) ->
          wants(message.opcode())
              && (text.isEmpty()
                  || (message.opcode() == Opcode.TEXT && message.text().contains(text.get())));
      case Sighting.Control(var frame) -> wants(frame.opcode()) && text.isEmpty();
      case Sighting.Asked _, Sighting.Answered _, Sighting.Body _, Sighting.Fragment _ -> all;
      case Sighting.Incomplete _, Sighting.Broke _, Sighting.Missing _, Sighting.Other _ -> all;
      case Sighting.Finished _, Sighting.Reset _, Sighting.Failed _ -> all;
    };
  }

  private boolean wants(Opcode opcode) {
    return opcodes.isEmpty() || opcodes.contains(opcode);
  }

  /// The conversation with only what is wanted of it.
  Conversation of(Conversation conversation) {
    List<Moment> before = conversation.moments();
    int split = Math.min(conversation.leftOutAt(), before.size());
    int at = (int) before.subList(0, split).stream().filter(this::wants).count();
    return conversation.with(before.stream().filter(this::wants).toList(), at);
  }
}
