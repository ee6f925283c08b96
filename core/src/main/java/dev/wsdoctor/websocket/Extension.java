package dev.wsdoctor.websocket;

import dev.wsdoctor.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One entry of Sec-WebSocket-Extensions with its parameters in order (RFC 6455, 9.1).
public record Extension(String name, List<Parameter> parameters) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern NAME = Pattern.compile("\\s*(" + TOKEN + ")\\s*");
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*(" + TOKEN + ")\\s*(?:=\\s*(?:(" + TOKEN + ")|\"(" + TOKEN + ")\")\\s*)?");

  /// `name`, `name=value` or `name="value"`; a quoted value must be a token once unquoted.
  public record Parameter(String name, Optional<String> value) {}

  public Extension {
    parameters = List.copyOf(parameters);
  }

  /// The entries of all lines of the field; empty as well when any of them breaks the grammar,
  /// since then none can be relied on.
  public static Optional<List<Extension>> parse(Fields fields) {
    List<Extension> extensions = new ArrayList<>();
    for (String member : fields.members("Sec-WebSocket-Extensions")) {
      Optional<Extension> extension = parse(member);
      if (extension.isEmpty()) {
        return Optional.empty();
      }
      extensions.add(extension.get());
    }
    return Optional.of(extensions);
  }

  private static Optional<Extension> parse(String member) {
    Matcher name = NAME.matcher(member);
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    List<Parameter> parameters = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(member);
    int at = name.end();
    while (at < member.length()) {
      if (!parameter.region(at, member.length()).lookingAt()) {
        return Optional.empty();
      }
      Optional<String> value =
          Optional.ofNullable(parameter.group(2)).or(() -> Optional.ofNullable(parameter.group(3)));
      parameters.add(new Parameter(parameter.group(1), value));
      at = parameter.end();
    }
    return Optional.of(new Extension(name.group(1), parameters));
  }
}
