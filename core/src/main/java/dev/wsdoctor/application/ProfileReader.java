package dev.wsdoctor.application;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  /// `known`: the blocks before this one, by id.
  static ApplicationProfile read(Directive block, Map<String, ApplicationProfile> known) {
    Optional<ApplicationProfile> protocol =
        block
            .body("speaks")
            .findFirst()
            .map(line -> Optional.ofNullable(known.get(line.parameter())).orElseThrow());
    return new ProfileReader(block, protocol).profile();
  }

  private ApplicationProfile profile() {
    return new ApplicationProfile(
        block.parameter(),
        block.parameters().get(1),
        one("source").orElseThrow(),
        protocol.map(ApplicationProfile::id),
        signs(),
        needs(),
        joined(values("note"), protocol.map(ApplicationProfile::notes)),
        advice());
  }

  private Signs signs() {
    Optional<Signs> shared = protocol.map(ApplicationProfile::signs);
    List<Signs.Socket> sockets = all("socket", ProfileReader::socket);
    for (Signs.Socket socket : shared.map(Signs::sockets).orElse(List.of())) {
      sockets.add(socket.shared());
    }
    return new Signs(
        values("name").stream().map(Name::of).toList(),
        all("port", ProfileReader::port),
        sockets,
        values("query"),
        values("field"),
        joined(values("page"), shared.map(Signs::pages)));
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
