package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.SourceRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What `proxy_pass` with variables becomes where every server is known: a variable of a `map` from
/// the value as written to the value with the server's place in it. nginx looks it up with each
/// request, as it would have evaluated the value.
///
/// A captured `$1` that a later directive of the location uses is lost to the map.
final class VariablePasses {
  private static final String VALUE = "$wsdoctor_value_";
  private static final String PASS = "$wsdoctor_pass_";
  private static final Map<String, String> SCHEMES = Map.of("80", "http://", "443", "https://");
  private static final String REST = "(?<wsdoctor_rest>[/?].*)?$";

  private final Servers servers;
  private final Map<SourceRange, Integer> numbers = new LinkedHashMap<>();

  VariablePasses(Servers servers) {
    this.servers = servers;
  }

  /// What stands in the place of that parameter.
  String variable(SourceRange parameter) {
    servers.meetVariables();
    return PASS + numbers.computeIfAbsent(parameter, _ -> numbers.size());
  }

  /// The maps; a value that names one of these `upstream` blocks stays as it is.
  String maps(Set<String> upstreams) {
    String lines =
        upstreams.stream().map(VariablePasses::kept).collect(Collectors.joining())
            + servers.places().entrySet().stream()
                .map(server -> lines(server.getKey(), server.getValue()))
                .collect(Collectors.joining());
    return numbers.entrySet().stream()
        .map(entry -> maps(entry.getKey().text(), entry.getValue(), lines))
        .collect(Collectors.joining());
  }

  /// Volatile, for a subrequest shares what was looked up with its request.
  private String maps(String raw, int number, String lines) {
    String value = VALUE + number;
    return "map \"\" %s { volatile; default %s; }\n".formatted(value, raw)
        + "map %s %s%d {\nvolatile;\n%sdefault \"http://%s/%s\";\n}\n"
            .formatted(
                value, PASS, number, lines.replace(VALUE, value), servers.unknownValues(), value);
  }

  private static String kept(String upstream) {
    return "\"~*^https?://%s([/?]|$)\" %s;\n".formatted(literally(upstream), VALUE);
  }

  private static String lines(String name, String place) {
    String written = place.startsWith("unix:") ? place + ":" : place;
    String port = name.replaceFirst(".*:", "");
    String scheme = SCHEMES.getOrDefault(port, "");
    String full = line("https?://", literally(name), written);
    return scheme.isEmpty()
        ? full
        : full + line(scheme, literally(name.substring(0, name.lastIndexOf(':'))), written);
  }

  private static String line(String scheme, String authority, String place) {
    return "\"~*^(?<wsdoctor_scheme>%s)%s%s\" \"${wsdoctor_scheme}%s$wsdoctor_rest\";\n"
        .formatted(scheme, authority, REST, place);
  }

  /// As a part of a regular expression between double quotes.
  private static String literally(String text) {
    return Pattern.compile("[^A-Za-z0-9_:/-]")
        .matcher(text)
        .replaceAll(found -> found.group().equals(".") ? "[.]" : "[" + found.group() + "]")
        .replace("[[]", "\\\\[")
        .replace("[]]", "\\\\]");
  }
}
