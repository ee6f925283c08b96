package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.rule.MissingCertificates;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.symptom.LogGrowth;
import dev.wsdoctor.symptom.NameLookup;
import dev.wsdoctor.symptom.SymptomCauses;
import dev.wsdoctor.symptom.Symptoms;
import dev.wsdoctor.symptom.Undecided;
import dev.wsdoctor.symptom.Weighed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One question answered: prediction first, then the live hops unless the user wants none touched.
final class Examination {
  private final CheckRequest request;
  private final Circumstances found;
  private final FileView view;
  private final Optional<DeepPlan> plan;

  /// Whether the URL's port leads to another one of the configuration; a question belongs to one
  /// thread.
  private boolean passedOn;

  Examination(CheckRequest request, Circumstances found, FileView view) {
    this.request = request;
    this.found = found;
    this.view = view;
    this.plan = Optional.empty();
  }

  /// One that measures what opens.
  Examination(CheckRequest request, Circumstances found, FileView view, DeepPlan plan) {
    this.request = request;
    this.found = found;
    this.view = view;
    this.plan = Optional.of(plan);
  }

  /// With what fails elsewhere on the same site.
  Report report() {
    return report(found.loaded().map(this::judged), true);
  }

  /// With the question for the next nginx on the way.
  Way.Examined examined() {
    Optional<CheckRequest> onwards =
        found
            .loaded()
            .map(loaded -> predict(judged(loaded)))
            .flatMap(prediction -> Onwards.of(request, prediction));
    return new Way.Examined(report(), onwards);
  }

  /// About one of many URLs of a configuration that was judged, and nothing else.
  Report reportAlone(Judged judged) {
    return report(Optional.of(judged), false);
  }

  private Judged judged(Loaded loaded) {
    return judged(loaded.configuration());
  }

  private Judged judged(Configuration configuration) {
    return Judged.of(configuration, found.version(), found.files());
  }

  private Report report(Optional<Judged> judged, boolean siblings) {
    Offers.Care care = siblings ? Offers.Care.FOR_ONE : Offers.Care.FOR_MANY;
    Optional<Prediction> predicted = judged.map(this::entering).map(p -> offering(p, care));
    List<String> remarks = new ArrayList<>(remarks());
    predicted
        .filter(_ -> passedOn)
        .ifPresent(p -> remarks.add(PublishedPort.remark(request.target(), p)));
    predicted.flatMap(Examination::application).ifPresent(remarks::add);
    predicted.flatMap(p -> MissingCertificates.remark(p.subject())).ifPresent(remarks::add);
    predicted.ifPresent(p -> remarks.addAll(VersionOutlook.of(p.subject(), view)));
    Optional<Prediction> prediction =
        predicted.map(p -> Doctor.confirms(request) ? confirmed(p, remarks) : p);
    Optional<LogGrowth> log =
        prediction
            .filter(_ -> !request.offline() && request.target().webSocket())
            .map(p -> LogGrowth.from(request.target(), p.subject()));
    List<Observation> hops = hops(prediction, remarks);
    List<String> logged = logged(log, hops);
    Measured measured = measured(prediction, hops);
    remarks.addAll(measured.remarks());
    Weighed weighed =
        weighed(
            prediction,
            joined(prediction, hops, measured, !logged.isEmpty()),
            request.symptoms().and(logged),
            hops.stream().limit(1).anyMatch(Examination::isFine));
    remarks.addAll(weighed.remarks());
    List<Finding> own = ofWhatLoads(weighed.causes());
    List<Finding> causes = inPlace(siblings ? withSiblings(own, prediction) : own);
    Judgement judgement = Judgement.of(request.target(), causes, prediction, hops, weighed.fails());
    Allowances allowances = allowances();
    remarks.addAll(allowances.complaints());
    Report report =
        new Report(
            request.target(),
            found.loaded().map(Loaded::rootFile),
            found.version(),
            found.versionSource(),
            judgement.verdict(),
            judgement.headline(),
            causes,
            prediction.map(Prediction::decision),
            hops,
            Checklist.of(prediction, hops),
            remarks,
            List.of(),
            weighed.fails(),
            measured.measurements());
    return report.without(allowances::of);
  }

  /// What nginx refuses, it does not run: where an edit makes the file load, all else is judged by
  /// a tree that the fault has bent, and may be gone with it.
  private static List<Finding> ofWhatLoads(List<Finding> ranked) {
    boolean mends =
        ranked.stream()
            .limit(1)
            .filter(first -> first.id().equals("config-not-loaded") && first.isError())
            .flatMap(first -> first.fix().stream())
            .anyMatch(fix -> !fix.edits().isEmpty());
    return mends ? ranked.subList(0, 1) : ranked;
  }

  /// While the URL itself fails, that is what matters.
  private List<Finding> withSiblings(List<Finding> own, Optional<Prediction> prediction) {
    boolean works = request.target().webSocket() && own.stream().noneMatch(Finding::isError);
    return Stream.concat(
            own.stream(),
            prediction.filter(_ -> works).stream()
                .flatMap(predicted -> new Siblings(predicted, view).failing().stream()))
        .sorted(Finding.BY_WEIGHT)
        .toList();
  }

  private Allowances allowances() {
    return found
        .loaded()
        .map(loaded -> Allowances.of(loaded.configuration()))
        .orElse(new Allowances(List.of(), List.of()));
  }

  private static Optional<String> application(Prediction prediction) {
    return prediction
        .subject()
        .application()
        .map(known -> "the application is taken for " + known.sentence());
  }

  private Prediction offering(Prediction prediction, Offers.Care care) {
    return new Offers(
            prediction, retrial(), Doctor.confirms(request) ? program() : Optional.empty(), care)
        .proved();
  }

  private Mend.Retrial retrial() {
    Loaded loaded = found.loaded().orElseThrow();
    return texts -> predict(judged(loaded.reload().with(texts)));
  }

  private Prediction confirmed(Prediction prediction, List<String> remarks) {
    Confirmed confirmed = Confirmed.of(prediction, found);
    remarks.addAll(confirmed.remarks());
    return prediction.knowing(confirmed.causes());
  }

  private List<Observation> hops(Optional<Prediction> prediction, List<String> remarks) {
    if (request.offline()) {
      return List.of();
    }
    if (!request.target().webSocket()) {
      remarks.add(
          "no live hop was tried: the URL is no WebSocket's, so its configuration alone was judged");
      return List.of();
    }
    return new LiveHops(request, prediction).observe();
  }

  /// What nginx has just written about the handshake that failed.
  private static List<String> logged(Optional<LogGrowth> log, List<Observation> hops) {
    boolean failed = hops.stream().limit(1).anyMatch(front -> !isFine(front));
    return log.filter(_ -> failed).map(LogGrowth::lines).orElse(List.of());
  }

  private static boolean isFine(Observation front) {
    return front.opened() && front.ending().isEmpty();
  }

  private Measured measured(Optional<Prediction> prediction, List<Observation> hops) {
    return plan.filter(_ -> !hops.isEmpty())
        .map(
            deep ->
                DeepProbes.run(request, prediction, new LiveHops(request, prediction), hops, deep))
        .orElse(Measured.NOTHING);
  }

  private List<Finding> joined(
      Optional<Prediction> prediction, List<Observation> hops, Measured measured, boolean logged) {
    return new MeasuredCauses(measured.measurements(), prediction, request.extraFields())
        .join(causes(prediction, hops, logged));
  }

  private List<Finding> causes(
      Optional<Prediction> prediction, List<Observation> hops, boolean logged) {
    if (hops.isEmpty()) {
      return prediction.map(Prediction::causes).orElse(List.of());
    }
    Observation front = hops.getFirst();
    List<Finding> policy = front.opened() ? LivePolicy.of(request) : List.of();
    return new LiveCauses(prediction, front, hops.subList(1, hops.size()), policy, logged).causes();
  }

  /// What the client saw decides; without it, what it would have to be asked.
  private Weighed weighed(
      Optional<Prediction> prediction, List<Finding> causes, Symptoms symptoms, boolean opensNow) {
    if (symptoms.isEmpty()) {
      List<String> remarks = Undecided.remarks(causes, request.target(), request.offline());
      return new Weighed(causes, remarks, false);
    }
    return SymptomCauses.weigh(
        symptoms,
        request.target(),
        prediction.map(Prediction::subject),
        causes,
        opensNow,
        request.offline() ? NameLookup.NONE : NameLookup.SYSTEM);
  }

  private List<Finding> inPlace(List<Finding> causes) {
    return found
        .loaded()
        .map(loaded -> new Surroundings(loaded.configuration()).fillIn(causes))
        .orElse(causes);
  }

  private List<String> remarks() {
    return found.loaded().map(Loaded::remarks).orElseGet(() -> List.of(missing()));
  }

  private String missing() {
    String why =
        request.configuration() instanceof ConfigurationSource.Elsewhere
            ? request.target().host() + " is not this machine, so its configuration is not here"
            : "no nginx configuration was found on this machine";
    return why + ": only the live hops were tried; give one with -c";
  }

  Answer<Explanation> explanation() {
    return found
        .configured()
        .map(
            loaded ->
                new Explanation(
                    request.target(),
                    Optional.of(loaded.rootFile()),
                    found.version(),
                    found.versionSource(),
                    predict(judged(loaded)).decision(),
                    remarks()));
  }

  Answer<Mend> mend() {
    return found
        .configured()
        .map(
            loaded -> {
              Prediction broken = seenLive(entering(judged(loaded)));
              Mend.Retrial retrial = retrial();
              Mend mend = Mend.of(broken, retrial);
              if (mend.patches().isEmpty()) {
                return mend;
              }
              Prediction mended = retrial.predict(mend.texts());
              Outlook outlook = Outlook.of(loaded.rootFile(), broken, mended);
              return proved(mend.expecting(outlook), broken, mended);
            });
  }

  /// Where the file alone shows no error, the live hops may.
  private Prediction seenLive(Prediction predicted) {
    if (predicted.hasError() || request.offline() || !request.target().webSocket()) {
      return predicted;
    }
    List<Observation> hops = new LiveHops(request, Optional.of(predicted)).observe();
    return predicted.knowing(causes(Optional.of(predicted), hops, false));
  }

  private Mend proved(Mend mend, Prediction broken, Prediction mended) {
    return program()
        .map(nginx -> new Proof(broken, mended, nginx).of(mend))
        .orElseGet(() -> Proof.without(mend, "no nginx " + found.version() + " is here"));
  }

  /// The nginx of this machine, if it reads the file as assumed.
  private Optional<NginxBinary> program() {
    return found.program().filter(nginx -> nginx.version().equals(found.version()));
  }

  /// The first prediction, which finds out at which port the request comes in.
  private Prediction entering(Judged judged) {
    Prediction asDialled = predict(judged);
    if (!PublishedPort.isOne(request, asDialled)) {
      return asDialled;
    }
    Optional<Prediction> behind = predictPassedOn(judged);
    passedOn = behind.isPresent();
    return behind.orElse(asDialled);
  }

  private Optional<Prediction> predictPassedOn(Judged judged) {
    return judged.predictPassedOn(request.target(), request.extraFields(), view);
  }

  private Prediction unreadPart(Prediction prediction) {
    return found
        .loaded()
        .flatMap(Loaded::beside)
        .map(whole -> new UnreadPart(prediction, whole).named())
        .orElse(prediction);
  }

  private Prediction predict(Judged judged) {
    Prediction prediction =
        (passedOn ? predictPassedOn(judged) : Optional.<Prediction>empty())
            .orElseGet(() -> judged.predict(request.target(), request.extraFields(), view));
    return request.configuration() instanceof ConfigurationSource.Dump
        ? prediction
        : new UnreadSite(unreadPart(prediction), found.files()).named();
  }
}
