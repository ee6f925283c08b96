package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;

/// One question answered: prediction first, then the live hops unless the user wants none touched.
final class Examination {
  private final CheckRequest request;
  private final Circumstances found;
  private final FileView view;

  Examination(CheckRequest request, Circumstances found, FileView view) {
    this.request = request;
    this.found = found;
    this.view = view;
  }

  Report report() {
    Optional<Prediction> prediction = found.loaded().map(loaded -> predict(loaded.configuration()));
    List<Observation> hops =
        request.offline() ? List.of() : new LiveHops(request, prediction).observe();
    List<Finding> causes =
        hops.isEmpty()
            ? prediction.map(Prediction::causes).orElse(List.of())
            : new LiveCauses(prediction, hops.getFirst(), hops.subList(1, hops.size())).causes();
    Judgement judgement = Judgement.of(request.target(), causes, prediction, hops);
    return new Report(
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
        remarks());
  }

  private List<String> remarks() {
    return found.loaded().isPresent()
        ? found.remarks()
        : List.of(
            "no nginx configuration was found on this machine: only the live hops were tried; give one with -c");
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
                    predict(loaded.configuration()).decision(),
                    found.remarks()));
  }

  Answer<Mend> mend() {
    return found
        .configured()
        .map(
            loaded ->
                Mend.of(
                    predict(loaded.configuration()),
                    texts -> predict(loaded.reload().with(texts))));
  }

  private Prediction predict(Configuration configuration) {
    return Prediction.of(
        configuration,
        found.version(),
        ConfigurationCheck.check(configuration, found.version(), found.files()),
        request.target(),
        request.extraFields(),
        view);
  }
}
