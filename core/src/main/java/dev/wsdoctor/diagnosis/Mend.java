package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way from a failing configuration to one that opens the socket: fixes applied one after the
/// other, each to the most pressing cause, until the prediction finds no error.
///
/// `applied` are the causes mended, `left` those that no edit mends. `proof` is what a private copy
/// of nginx did with the mended configuration, or why it could not be tried; `outlook` is what
/// changes for the site, absent when nothing does.
public record Mend(
    List<Patch> patches,
    List<Finding> applied,
    List<Finding> left,
    Optional<String> proof,
    Optional<Outlook> outlook) {
  /// Predicts a configuration with some of its files replaced.
  public interface Retrial {
    Prediction predict(Map<String, String> textByFileName);
  }

  public Mend {
    patches = List.copyOf(patches);
    applied = List.copyOf(applied);
    left = List.copyOf(left);
  }

  /// A mend of which no more is known.
  public Mend(
      List<Patch> patches, List<Finding> applied, List<Finding> left, Optional<String> proof) {
    this(patches, applied, left, proof, Optional.empty());
  }

  static Mend of(Prediction broken, Retrial retrial) {
    return new Mender(broken, retrial).mend();
  }

  Mend provedBy(String sentence) {
    return new Mend(patches, applied, left, Optional.of(sentence), outlook);
  }

  /// The same causes, with nothing to write: what was planned did not stand the proof.
  Mend disprovedBy(String sentence) {
    return new Mend(List.of(), List.of(), both(), Optional.of(sentence));
  }

  Mend expecting(Outlook expected) {
    return new Mend(patches, applied, left, proof, Optional.of(expected));
  }

  private List<Finding> both() {
    return Stream.concat(applied.stream(), left.stream()).distinct().toList();
  }

  /// The new text of each file that changes, by its name.
  Map<String, String> texts() {
    return patches.stream().collect(Collectors.toMap(patch -> patch.before().name(), Patch::after));
  }
}
