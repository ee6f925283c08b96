package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.ProbeFormats;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.ClientCertificate;
import dev.wsdoctor.probe.Endpoint;
import dev.wsdoctor.probe.ForwardProxy;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// How `probe` is told the way to a hop and what to ask it, read from its arguments.
final class ProbeOptions {
  private static final Pattern RESOLVE = Pattern.compile("([^:]+):([0-9]{1,5}):(.+)");

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kKmM]?)");
  private static final long MOST_BYTES = 1L << 30;
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(ms|s|m|h|)");

  private final ParseResult arguments;

  ProbeOptions(ParseResult arguments) {
    this.arguments = arguments;
  }

  /// One `--resolve`: dial `address` when the URL names this host and port.
  private record Resolve(String host, int port, String address) {}

  static void add(CommandSpec spec) {
    spec.addOption(
        Options.typed(
            Target.class,
            Options::url,
            "URL",
            "A backend to ask beside it, directly.",
            "--backend"));
    spec.addOption(words("ORIGIN", "The Origin field of a browser's page.", "--origin"));
    spec.addOption(words("'NAME=VALUE'", "The Cookie field.", "--cookie"));
    spec.addOption(words("NAMES", "The subprotocols to offer, comma-separated.", "--subprotocol"));
    spec.addOption(
        Options.typed(
            Resolve.class,
            ProbeOptions::resolve,
            "HOST:PORT:ADDRESS",
            "Dial ADDRESS instead of what the name resolves to.",
            "--resolve"));
    spec.addOption(words("FILE", "Dial this unix socket.", "--unix-socket"));
    spec.addOption(
        Options.typed(
            ForwardProxy.class,
            ProbeOptions::proxy,
            "URL",
            "Go through a proxy: http://HOST:PORT or socks5://HOST:PORT.",
            "--proxy"));
    spec.addOption(words("FILE", "A client certificate with its chain, PEM.", "--cert"));
    spec.addOption(words("FILE", "Its key, PEM.", "--key"));
    spec.addOption(
        Options.typed(
            String.class,
            ProbeOptions::format,
            String.join("|", ProbeFormats.NAMES),
            "How to print it; text is usual.",
            "--format"));
    spec.addOption(Options.secretsFlag());
  }

  /// A length of time: `90s`, `5m`, `500ms`, or plain seconds.
  static OptionSpec span(String label, String description, String name) {
    return Options.typed(Duration.class, ProbeOptions::duration, label, description, name);
  }

  private static Duration duration(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected a time such as 90s, 5m or 500ms but found '%s'".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /// A number of bytes: `65536`, `64k`, `16m`.
  static OptionSpec size(String label, String description, String name) {
    return Options.typed(Long.class, ProbeOptions::bytes, label, description, name);
  }

  private static Long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected a size such as 65536, 64k or 16m but found '%s'".formatted(text));
    }
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          default -> 0;
        };
    return Math.min(MOST_BYTES, Math.max(1, Long.parseLong(matcher.group(1)) << shift));
  }

  /// From 1 to `most`.
  static OptionSpec number(String label, String description, String name, int most) {
    return Options.typed(Integer.class, text -> number(text, most), label, description, name);
  }

  private static Integer number(String text, int most) {
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw new TypeConversionException(
          "expected a number between 1 and %d but found '%s'".formatted(most, text));
    }
    return number;
  }

  private static OptionSpec words(String label, String description, String name) {
    return Options.typed(String.class, text -> text, label, description, name);
  }

  private static Resolve resolve(String text) {
    Matcher matcher = RESOLVE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected HOST:PORT:ADDRESS such as example.com:443:127.0.0.1 but found '%s'"
              .formatted(text));
    }
    return new Resolve(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3).replaceAll("^\\[|\\]$", ""));
  }

  private static ForwardProxy proxy(String text) {
    return switch (ForwardProxy.parse(text)) {
      case ForwardProxy.Parsed.Valid(ForwardProxy proxy) -> proxy;
      case ForwardProxy.Parsed.Invalid(String message) ->
          throw new TypeConversionException(message);
    };
  }

  private static String format(String text) {
    if (!ProbeFormats.NAMES.contains(text)) {
      throw new TypeConversionException(
          "expected %s but found '%s'".formatted(String.join(" or ", ProbeFormats.NAMES), text));
    }
    return text;
  }

  /// The URL, or what is wrong with it.
  Answer<Target> target() {
    List<String> words = arguments.matchedPositional(0).getValue();
    return switch (Address.parse(words)) {
      case Target.Parsed.Valid(Target target) -> new Answer.Given<>(target);
      case Target.Parsed.Invalid(String message) -> new Answer.Unusable<>(message);
    };
  }

  /// The way through the proxy, nginx, to `target`.
  Answer<Approach> through(Target target, Limits limits) {
    ProbeTarget usual = ProbeTarget.through(target);
    ProbeTarget dialled = endpoint(target).map(usual::dialling).orElse(usual);
    return way().map(way -> new Approach(dialled, fields(), limits, way));
  }

  /// The way to the backend that the user names, with the same fields.
  Optional<Approach> direct(Limits limits) {
    return this.<Target>value("--backend")
        .map(ProbeTarget::backend)
        .map(backend -> new Approach(backend, fields(), limits, Way.DIRECT));
  }

  /// Both, as far as they are named: the URL first.
  Answer<List<Approach>> hops(Target target, Limits limits) {
    return through(target, limits)
        .map(through -> Stream.concat(Stream.of(through), direct(limits).stream()).toList());
  }

  private Optional<Endpoint> endpoint(Target target) {
    Optional<Endpoint> unix = this.<String>value("--unix-socket").map(Endpoint.Unix::new);
    return unix.or(
        () ->
            this.<Resolve>value("--resolve")
                .filter(one -> one.host().equalsIgnoreCase(target.host()))
                .filter(one -> one.port() == target.port())
                .map(one -> new Endpoint.Tcp(one.address(), one.port())));
  }

  /// `--resolve` as Chromium's host-resolver-rules; empty without it.
  String resolverRules() {
    return this.<Resolve>value("--resolve")
        .map(
            one ->
                "MAP %s:%d %s"
                    .formatted(
                        one.host(),
                        one.port(),
                        new Endpoint.Tcp(one.address(), one.port()).display()))
        .orElse("");
  }

  /// `--proxy` as it was typed, without a name and password, which a browser asks a person for.
  String proxyText() {
    return arguments
        .matchedOption("--proxy")
        .originalStringValues()
        .getFirst()
        .replaceFirst("//[^@/]*@", "//");
  }

  private Answer<Way> way() {
    Optional<String> certificate = value("--cert");
    Optional<String> key = value("--key");
    if (certificate.isPresent() != key.isPresent()) {
      return new Answer.Unusable<>("--cert and --key belong together; give both");
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      return new Answer.Given<>(new Way(value("--proxy"), Optional.empty()));
    }
    return certificate(certificate.get(), key.get())
        .map(client -> new Way(value("--proxy"), Optional.of(client)));
  }

  /// A certificate with its key, from the names of their files.
  static Answer<ClientCertificate> certificate(String file, String keyFile) {
    return read(file).then(pem -> read(keyFile).then(keyPem -> client(pem, keyPem)));
  }

  private static Answer<ClientCertificate> client(String pem, String keyPem) {
    return switch (ClientCertificate.parse(pem, keyPem)) {
      case ClientCertificate.Parsed.Valid(var client) -> new Answer.Given<>(client);
      case ClientCertificate.Parsed.Invalid(String message) -> new Answer.Unusable<>(message);
    };
  }

  private static Answer<String> read(String file) {
    try {
      return new Answer.Given<>(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException _) {
      return new Answer.Unusable<>("there is no file '%s'; check the path".formatted(file));
    } catch (AccessDeniedException _) {
      return new Answer.Unusable<>(
          "'%s' may not be read by this user; use another one or change its mode".formatted(file));
    } catch (IOException e) {
      return new Answer.Unusable<>(
          "cannot read '%s': %s; check the path".formatted(file, e.getMessage()));
    }
  }

  private Fields fields() {
    List<Field> all = new ArrayList<>();
    this.<String>value("--origin").ifPresent(origin -> all.add(new Field("Origin", origin)));
    this.<String>value("--cookie").ifPresent(cookie -> all.add(new Field("Cookie", cookie)));
    this.<String>value("--subprotocol")
        .ifPresent(names -> all.add(new Field("Sec-WebSocket-Protocol", names)));
    all.addAll(this.<List<Field>>value("-H").orElse(List.of()));
    return new Fields(all);
  }

  /// The value of an option, if it was given.
  <T> Optional<T> value(String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.<T>getValue());
  }
}
