package dev.wsdoctor.application;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

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
        Stream.concat(values("note").stream(), protocol.stream().flatMap(p -> p.notes().stream()))
            .toList(),
        advice());
  }

  private Signs signs() {
    Optional<Signs> shared = protocol.map(ApplicationProfile::signs);
    Stream<Signs.Socket> sharedSockets =
        shared.stream().flatMap(signs -> signs.sockets().stream()).map(Signs.Socket::shared);
    Stream<String> sharedPages = shared.stream().flatMap(signs -> signs.pages().stream());
    return new Signs(
        values("name"),
        block.body("port").map(ProfileReader::port).toList(),
        Stream.concat(block.body("socket").map(ProfileReader::socket), sharedSockets).toList(),
        values("query"),
        values("field"),
        Stream.concat(values("page").stream(), sharedPages).toList());
  }

  private static Signs.Port port(Directive line) {
    return new Signs.Port(Integer.parseInt(line.parameter()), line.parameters().contains(COMMON));
  }

  private static Signs.Socket socket(Directive line) {
    return new Signs.Socket(PathPattern.of(line.parameter()), line.parameters().contains(COMMON));
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
        block
            .body("send")
            .map(line -> new Field(line.parameter(), line.parameters().get(1)))
            .toList(),
        has("any-path"),
        block.body("part").map(ProfileReader::part).findFirst());
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
    block.body("advise").forEach(line -> advice.put(line.parameter(), line.parameters().get(1)));
    return advice;
  }

  private boolean has(String name) {
    return block.body(name).findAny().isPresent();
  }

  private Optional<String> one(String name) {
    return block.body(name).findFirst().map(Directive::parameter);
  }

  private List<String> values(String name) {
    return block.body(name).flatMap(line -> line.parameters().stream()).toList();
  }
}
