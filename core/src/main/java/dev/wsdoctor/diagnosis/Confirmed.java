package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.sandbox.Agreement;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.Limits;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the confirm step adds to a prediction: evidence where they agree, a cause where nginx
/// refuses the file, a remark where it could not be tried or came out otherwise.
record Confirmed(List<Finding> causes, List<String> remarks) {
  /// Causes for which nginx refuses the file.
  private static final Set<String> ABOUT_LOADING =
      Set.of("config-not-loaded", "map-missing", "upstream-tls-untrusted");

  static Confirmed of(Prediction prediction, Circumstances found) {
    Optional<NginxBinary> program = found.program();
    if (program.isEmpty()) {
      return new Confirmed(
          prediction.causes(),
          List.of("not confirmed in a sandbox: no nginx program was found here"));
    }
    if (!program.get().version().equals(found.version())) {
      return new Confirmed(
          prediction.causes(),
          List.of(
              "not confirmed in a sandbox: the nginx here is %s, not %s"
                  .formatted(program.get().version(), found.version())));
    }
    if (prediction.subject().entry().isStream()) {
      return new Confirmed(
          prediction.causes(),
          List.of(
              "not confirmed in a sandbox: stream passes the bytes on, and nothing of http is asked"));
    }
    return judge(prediction, program.get(), confirm(prediction, program.get()));
  }

  static Confirmation confirm(Prediction prediction, NginxBinary program) {
    Hop first = prediction.subject().entry();
    return Sandbox.confirm(
        prediction.subject().configuration(),
        first.connection(),
        first.request(),
        program,
        Limits.of(program));
  }

  private static Confirmed judge(
      Prediction prediction, NginxBinary program, Confirmation confirmation) {
    return switch (confirmation) {
      case Confirmation.NotConfirmable(String why) ->
          new Confirmed(prediction.causes(), List.of("not confirmed in a sandbox: " + why));
      case Confirmation.DoesNotLoad(ConfigurationError error) ->
          refused(prediction, program, error);
      case Confirmation.Ran ran -> ran(prediction, program, ran);
    };
  }

  private static Confirmed refused(
      Prediction prediction, NginxBinary program, ConfigurationError error) {
    Evidence evidence = Evidence.sandbox("%s says: %s".formatted(program.title(), error));
    boolean known = prediction.causes().stream().anyMatch(Confirmed::isAboutLoading);
    Stream<Finding> predicted =
        prediction.causes().stream()
            .map(cause -> isAboutLoading(cause) ? cause.seen(evidence) : cause);
    Stream<Finding> all =
        known ? predicted : Stream.concat(Stream.of(notLoaded(error).because(evidence)), predicted);
    return new Confirmed(all.sorted(Finding.BY_WEIGHT).toList(), List.of());
  }

  private static boolean isAboutLoading(Finding cause) {
    return cause.isError() && ABOUT_LOADING.contains(cause.id());
  }

  private static Finding notLoaded(ConfigurationError error) {
    Finding finding =
        Finding.of(
                "config-not-loaded",
                Severity.ERROR,
                0.99,
                "nginx refuses this configuration: " + error,
                "nginx reads a configuration whole or not at all; after a failed reload the old one stays in force.")
            .mendedBy(Fix.manual("mend the line, then run nginx -t"));
    return error.place().map(place -> finding.at(Place.of(place))).orElse(finding);
  }

  private static Confirmed ran(Prediction prediction, NginxBinary program, Confirmation.Ran ran) {
    Agreement agreement = Agreement.of(prediction.subject().entry().decision(), ran);
    if (!agreement.holds()) {
      return new Confirmed(
          prediction.causes(),
          List.of(
              "the sandbox disagrees with the prediction, which is an error of wsdoctor: %s; please report it with this configuration"
                  .formatted(String.join("; ", agreement.differences()))));
    }
    Evidence evidence = Evidence.sandbox(sentence(program, ran));
    List<Finding> causes =
        prediction.causes().stream()
            .map(cause -> isJudged(cause) ? cause.seen(evidence) : cause)
            .toList();
    return new Confirmed(causes, List.of("confirmed in a sandbox by " + program.title()));
  }

  /// The stand-ins of the sandbox speak plain HTTP, so that it says nothing of TLS towards a
  /// backend.
  private static boolean isJudged(Finding cause) {
    return cause.isError() && !cause.id().startsWith("upstream-tls-");
  }

  private static String sentence(NginxBinary program, Confirmation.Ran ran) {
    String answer = ran.status() == 0 ? "no answer" : "answers " + ran.status();
    String sent =
        ran.received().stream()
            .map(request -> request.request().line())
            .findFirst()
            .map(line -> ", having sent " + line)
            .orElse(", having asked no backend");
    return "a private copy under %s %s%s".formatted(program.title(), answer, sent);
  }
}
