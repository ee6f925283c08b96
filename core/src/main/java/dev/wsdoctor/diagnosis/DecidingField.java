package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.ProbeTarget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The one field for which a backend refuses a handshake: it is asked again with that field as a
/// page of its own site, a client without a proxy, or a local client has it, and opens. Frameworks
/// refuse with 403, 400 or 404, and mostly do not say why.
enum DecidingField {
  ORIGIN(
      "backend, asked by a page of its own site",
      "origin-rejected-by-backend",
      "the Origin",
      "The application compares Origin with its own host or with a list of allowed origins.",
      "allow the page's origin in the application, and let proxy_set_header Host $http_host pass on the host that"
          + " it is compared with"),
  FORWARDED(
      "backend, asked without the fields of a proxy",
      "access-refused",
      "the X-Forwarded fields",
      "The application takes such fields only from proxies that it is told to trust, and refuses others.",
      "name nginx's address among the trusted proxies of the application"),
  HOST(
      "backend, asked for Host localhost",
      "origin-rejected-by-backend",
      "the Host",
      "The application has a list of hosts that it answers for.",
      "add the host to the allowed hosts of the application");

  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404);

  /// The same once more: a backend that opens it now refuses some by chance, as one of several
  /// servers does.
  private static final String AGAIN = "backend, asked again";

  private final String hop;
  private final String id;
  private final String what;
  private final String why;
  private final String advice;

  DecidingField(String hop, String id, String what, String why, String advice) {
    this.hop = hop;
    this.id = id;
    this.what = what;
    this.why = why;
    this.advice = advice;
  }

  /// The ways to ask a backend again that has refused `seen`; none for a status that speaks of
  /// something else.
  static Stream<ProbeTarget> trials(ProbeTarget backend, Observation seen, Target client) {
    boolean refused =
        seen.result() instanceof Result.Refused(int status) && REFUSALS.contains(status);
    if (!refused) {
      return Stream.empty();
    }
    Stream<ProbeTarget> changed =
        Stream.of(values())
            .flatMap(
                field ->
                    field
                        .changed(backend.fields(), client)
                        .map(fields -> backend.named(field.hop, fields))
                        .stream());
    return Stream.concat(Stream.of(backend.named(AGAIN, backend.fields())), changed);
  }

  static boolean isTrial(Observation seen) {
    return seen.hop().equals(AGAIN)
        || Stream.of(values()).anyMatch(field -> field.hop.equals(seen.hop()));
  }

  /// The fields of the trial; nothing where they would be the same.
  private Optional<Fields> changed(Fields sent, Target client) {
    String host = sent.first("Host").orElse("");
    return switch (this) {
      case ORIGIN -> {
        String own = (client.tls() ? "https://" : "http://") + host;
        boolean same = sent.first("Origin").filter(own::equals).isPresent();
        yield same || host.isEmpty() ? Optional.empty() : Optional.of(sent.with("Origin", own));
      }
      case FORWARDED ->
          Optional.of(
                  new Fields(sent.lines().stream().filter(field -> !isForwarded(field)).toList()))
              .filter(others -> !others.equals(sent));
      case HOST ->
          sent.all("Host").equals(List.of(client.authority())) && !host.startsWith("localhost")
              ? Optional.of(sent.with("Host", "localhost"))
              : Optional.empty();
    };
  }

  private static boolean isForwarded(Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded-") || name.equals("forwarded") || name.equals("x-real-ip");
  }

  /// The first field that was seen to decide.
  static Optional<Finding> cause(Observation front, List<Observation> backends) {
    boolean byChance =
        backends.stream().anyMatch(seen -> seen.opened() && seen.hop().equals(AGAIN));
    return Stream.of(values())
        .filter(_ -> !byChance)
        .flatMap(
            field ->
                backends.stream()
                    .filter(seen -> seen.opened() && seen.hop().equals(field.hop))
                    .map(seen -> field.finding(seen, backends)))
        .findFirst()
        .map(cause -> cause.seen(HopWords.evidence(front)));
  }

  private Finding finding(Observation opened, List<Observation> backends) {
    Observation refused =
        backends.stream().filter(seen -> !seen.opened()).findFirst().orElse(opened);
    return Finding.of(
            id,
            Severity.ERROR,
            0.95,
            "the backend refuses the handshake for %s (%s): the same opens %s"
                .formatted(what, told(refused), told(opened)),
            why)
        .mendedBy(Fix.manual(advice));
  }

  private String told(Observation seen) {
    Fields fields = seen.request().fields();
    return switch (this) {
      case ORIGIN -> fields.first("Origin").map("with Origin: "::concat).orElse("without Origin");
      case FORWARDED ->
          fields.lines().stream()
              .filter(DecidingField::isForwarded)
              .findFirst()
              .map(field -> "with " + field.name())
              .orElse("without them");
      case HOST -> "with Host: " + fields.first("Host").orElse("");
    };
  }
}
