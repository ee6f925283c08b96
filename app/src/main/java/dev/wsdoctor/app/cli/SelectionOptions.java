package dev.wsdoctor.app.cli;

import dev.wsdoctor.capture.Selection;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// The options that choose what is shown of a recording.
final class SelectionOptions {
  private static final String CONNECTION = "--connection";
  private static final String PATH = "--path";
  private static final String FROM = "--from";
  private static final String OPCODE = "--opcode";
  private static final String TEXT = "--text";

  private SelectionOptions() {}

  static void add(CommandSpec spec) {
    spec.addOption(Options.positive("N", "Show only the connection with this number.", CONNECTION));
    spec.addOption(Options.text("TEXT", "Show only connections with this in path or query.", PATH));
    spec.addOption(
        Options.typed(
            Role.class,
            SelectionOptions::role,
            "client|server",
            "Show only what this side sends.",
            FROM));
    spec.addOption(
        Options.typed(
            Set.class,
            SelectionOptions::opcodes,
            "OPCODE,...",
            "Show only messages and frames of these: text, binary, ping, pong, close.",
            OPCODE));
    spec.addOption(Options.text("TEXT", "Show only text messages with this in them.", TEXT));
  }

  static Selection of(ParseResult arguments) {
    return new Selection(
        Optional.ofNullable(arguments.<Integer>matchedOptionValue(CONNECTION, null)),
        Optional.ofNullable(arguments.<String>matchedOptionValue(PATH, null)),
        Optional.ofNullable(arguments.<Role>matchedOptionValue(FROM, null)),
        arguments.<Set<Opcode>>matchedOptionValue(OPCODE, Set.of()),
        Optional.ofNullable(arguments.<String>matchedOptionValue(TEXT, null)));
  }

  private static Role role(String text) {
    return switch (text) {
      case "client" -> Role.CLIENT;
      case "server" -> Role.SERVER;
      default ->
          throw new TypeConversionException(
              "expected client or server but found '%s'".formatted(text));
    };
  }

  private static Set<Opcode> opcodes(String text) {
    Set<Opcode> found = EnumSet.noneOf(Opcode.class);
    for (String word : text.split(",", -1)) {
      found.add(opcode(word.strip().toLowerCase(Locale.ROOT)));
    }
    return found;
  }

  private static Opcode opcode(String word) {
    return switch (word) {
      case "text" -> Opcode.TEXT;
      case "binary" -> Opcode.BINARY;
      case "ping" -> Opcode.PING;
      case "pong" -> Opcode.PONG;
      case "close" -> Opcode.CLOSE;
      default ->
          throw new TypeConversionException(
              "expected text, binary, ping, pong or close but found '%s'".formatted(word));
    };
  }
}
