package dev.wsdoctor.conformance;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The product as a user calls it: arguments in, exit code and output out.
public final class Product {
  /// What a call gave.
  public record Run(int exitCode, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }

    /// The ids of the causes in their order.
    List<String> causes() {
      List<String> ids = new ArrayList<>();
      json().get("causes").forEach(cause -> ids.add(cause.get("id").asString()));
      return ids;
    }

    /// The ids of the causes that are more than a note.
    List<String> complaints() {
      List<String> ids = new ArrayList<>();
      for (JsonNode cause : json().get("causes")) {
        if (!cause.get("severity").asString().equals("note")) {
          ids.add(cause.get("id").asString());
        }
      }
      return ids;
    }

    String verdict() {
      return json().get("verdict").asString();
    }
  }

  private Product() {}

  public static Run run(List<String> arguments) {
    return run(arguments, Map.of());
  }

  /// As from a shell in that folder, from which files are named.
  static Run runIn(Path folder, List<String> arguments) {
    return run(arguments, Map.of("PWD", folder.toString()));
  }

  private static Run run(List<String> arguments, Map<String, String> variables) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(new ByteArrayInputStream(new byte[0]), out, err, variables);
    int exitCode = new Main(Engine.real()).run(arguments, environment);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
