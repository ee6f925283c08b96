package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Scope;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a block is called in a sentence: `location ^~ /ws`, `server app.example.com`, `http`.
public final class BlockTitle {
  private BlockTitle() {}

  static String of(Scope scope) {
    return of(scope.block());
  }

  public static String of(Directive block) {
    return switch (block.name()) {
      case "server" -> "server " + serverName(block);
      case "http" -> "http";
      default ->
          Stream.concat(Stream.of(block.name()), block.parameters().stream())
              .collect(Collectors.joining(" "));
    };
  }

  /// With its place: `location /ws (nginx.conf:12)`.
  public static String withPlace(Directive block) {
    return of(block) + " (" + block.where() + ")";
  }

  private static String serverName(Directive server) {
    return server
        .body("server_name")
        .map(Directive::parameter)
        .findFirst()
        .or(() -> server.body("listen").map(Directive::parameter).findFirst())
        .orElse("without a name");
  }
}
