package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What moved texts were in the original: reads what the sandbox produced as if nothing had moved.
final class Originals {
  /// A number that may be a moved port, with the host before it.
  private static final Pattern MOVED =
      Pattern.compile("(?:([A-Za-z0-9._-]+):)?(?<![0-9])([0-9]{4,5})(?![0-9])");

  private record Place(String authority, String host, String port) {}

  private final Map<String, String> paths = new LinkedHashMap<>();
  private final Map<String, Place> ports = new LinkedHashMap<>();

  /// A file of the copy.
  void path(String copy, String original) {
    paths.put(copy, original);
  }

  /// A loopback port and what it stands for: the authority as written, its host and its port.
  void port(int moved, String authority, String host, int port) {
    ports.put(Integer.toString(moved), new Place(authority, host, Integer.toString(port)));
  }

  String restore(String text) {
    String restored = text;
    for (Map.Entry<String, String> path : paths.entrySet()) {
      restored = restored.replace(path.getKey(), path.getValue());
    }
    return MOVED.matcher(restored).replaceAll(this::restore);
  }

  private String restore(MatchResult found) {
    Place place = ports.get(found.group(2));
    if (place == null) {
      return Matcher.quoteReplacement(found.group());
    }
    String host = found.group(1);
    if (host == null) {
      return Matcher.quoteReplacement(place.port());
    }
    boolean isPlace = host.equals("127.0.0.1") || host.equalsIgnoreCase(place.host());
    return Matcher.quoteReplacement(isPlace ? place.authority() : host + ":" + place.port());
  }

  Request restore(Request request) {
    return new Request(
        request.method(), restore(request.target()), request.version(), restore(request.fields()));
  }

  Fields restore(Fields fields) {
    return new Fields(
        fields.lines().stream().map(f -> new Field(f.name(), restore(f.value()))).toList());
  }
}
