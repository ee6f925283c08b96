package dev.wsdoctor.application;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reads one block of `applications.conf`. What is wrong there is an error of ours, so it throws.
final class ProfileReader {
  private static final String COMMON = "common";

  private final Directive block;
  private final Optional<ApplicationProfile> protocol;

  private ProfileReader(Directive block, Optional<ApplicationProfile> protocol) {
    this.block = block;
    this.protocol = protocol;
  }

  /// Of the whole block, with what it shares with the protocol that it speaks.
  static ApplicationProfile read(Directive block) {
    Optional<ApplicationProfile> protocol =
        protocol(block).map(id -> Applications.find(id).orElseThrow());
    return new ProfileReader(block, protocol).profile();
  }

  /// The signs of each block; a protocol stands before those that speak it.
  static Map<String, Signs> signs(Map<String, Directive> blocks) {
    Map<String, Signs> known = new LinkedHashMap<>();
    for (Map.Entry<String, Directive> block : blocks.entrySet()) {
      Optional<Signs> shared =
          protocol(block.getValue()).map(id -> Optional.ofNullable(known.get(id)).orElseThrow());
      known.put(
          block.getKey(), new ProfileReader(block.getValue(), Optional.empty()).signs(shared));
    }
    return known;
  }

  private static Optional<String> protocol(Directive block) {
    for (Directive line : block.children()) {
      if (line.is("speaks")) {
        return Optional.of(line.parameter());
      }
    }
    return Optional.empty();
  }

  private ApplicationProfile profile() {
    return new ApplicationProfile(
        block.parameter(),
        block.parameters().get(1),
        one("source").orElseThrow(),
        protocol.map(ApplicationProfile::id),
        signs(protocol.map(ApplicationProfile::signs)),
        needs(),
        joined(values("note"), protocol.map(ApplicationProfile::notes)),
        advice());
  }

  private Signs signs(Optional<Signs> shared) {
    List<Signs.Socket> sockets = all("socket", ProfileReader::socket);
    for (Signs.Socket socket : shared.map(Signs::sockets).orElse(List.of())) {
      sockets.add(socket.shared());
    }
    return new Signs(
        names(),
        all("port", ProfileReader::port),
        sockets,
        values("query"),
        values("field"),
        joined(values("page"), shared.map(Signs::pages)));
  }

  private List<Name> names() {
    List<Name> names = new ArrayList<>();
    for (String text : values("name")) {
      names.add(Name.of(text));
    }
    return names;
  }

  private static List<String> joined(List<String> own, Optional<List<String>> shared) {
    own.addAll(shared.orElse(List.of()));
    return own;
  }

  private static Signs.Port port(Directive line) {
    return new Signs.Port(Integer.parseInt(line.parameter()), line.parameters().contains(COMMON));
  }

  private static Signs.Socket socket(Directive line) {
    return new Signs.Socket(new PathPattern(line.parameter()), line.parameters().contains(COMMON));
  }

  private Needs needs() {
    Optional<Needs> shared = protocol.map(ApplicationProfile::needs);
    Optional<Duration> heartbeat = one("heartbeat").map(ProfileReader::seconds);
    return new Needs(
        heartbeat.or(() -> shared.flatMap(Needs::heartbeat)),
        one("idle").map(ProfileReader::seconds).orElse(Needs.USUAL_IDLE_LIMIT),
        one("body"),
        has("affinity") || shared.filter(Needs::affinity).isPresent(),
        has("unbuffered") || shared.filter(Needs::unbuffered).isPresent(),
        one("keepalive").map(Integer::valueOf).map(OptionalInt::of).orElse(OptionalInt.empty()),
        one("scheme").orElse(Needs.USUAL_SCHEME_FIELD),
        one("origin").map(ProfileReader::origin).orElse(Needs.OriginRule.UNKNOWN),
        all("send", line -> new Field(line.parameter(), line.parameters().get(1))),
        has("any-path"),
        has("rooted"),
        has("http-1.0"),
        all("part", ProfileReader::part).stream().findFirst());
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static Needs.OriginRule origin(String text) {
    return switch (text) {
      case "host" -> Needs.OriginRule.HOST;
      case "forwarded" -> Needs.OriginRule.FORWARDED_HOST;
      case "list" -> Needs.OriginRule.LIST;
      case "not-host" -> Needs.OriginRule.NOT_HOST;
      default -> throw new IllegalStateException("origin " + text);
    };
  }

  private static Needs.Part part(Directive line) {
    return new Needs.Part(line.parameter(), line.parameters().contains("stripped"));
  }

  private Map<String, String> advice() {
    Map<String, String> advice = new HashMap<>();
    protocol.ifPresent(shared -> advice.putAll(shared.advice()));
    for (Directive line : all("advise", line -> line)) {
      advice.put(line.parameter(), line.parameters().get(1));
    }
    return advice;
  }

  private boolean has(String name) {
    return !all(name, line -> line).isEmpty();
  }

  private Optional<String> one(String name) {
    return values(name).stream().findFirst();
  }

  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    all(name, Directive::parameters).forEach(values::addAll);
    return values;
  }

  /// What the lines of that name say, in a list of its own; a loop, because every start reads this.
  private <T> List<T> all(String name, Function<Directive, T> reader) {
    List<T> all = new ArrayList<>();
    for (Directive line : block.children()) {
      if (line.is(name)) {
        all.add(reader.apply(line));
      }
    }
    return all;
  }
}
