package dev.wsdoctor.finding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings that were there when somebody wrote them down, so that only new ones count.
///
/// An entry stands for `count` places with one fingerprint in one file: a third block like two
/// known ones is new. `where` is the file, or the URL of a finding that has no place; `text` is for
/// people.
public record Baseline(List<Entry> entries) {
  /// One known finding.
  public record Entry(String id, String where, String fingerprint, int count, String text) {}

  private record Key(String id, String where, String fingerprint) {}

  public Baseline {
    entries = List.copyOf(entries);
  }

  /// What has been looked at in one run: the same place met again, by another URL, is no second
  /// finding.
  public static final class Ledger {
    private final Map<Key, List<Place>> met = new LinkedHashMap<>();
    private final Map<Key, String> texts = new HashMap<>();
    private final Map<Key, Integer> known = new HashMap<>();

    public Ledger(Baseline baseline) {
      for (Entry entry : baseline.entries()) {
        known.merge(
            new Key(entry.id(), entry.where(), entry.fingerprint()), entry.count(), Integer::sum);
      }
    }

    /// Takes a finding down; whether it is one of those that were known.
    public boolean knows(Finding finding, String where) {
      Key key = new Key(finding.id(), where, Fingerprint.of(finding).digits());
      List<Place> places = met.computeIfAbsent(key, _ -> new ArrayList<>());
      Place place = finding.places().stream().findFirst().orElse(new Place(where, 0, 0, ""));
      if (!places.contains(place)) {
        places.add(place);
      }
      texts.putIfAbsent(key, text(finding));
      return places.indexOf(place) < known.getOrDefault(key, 0);
    }

    /// All that was taken down, as the next baseline.
    public Baseline baseline() {
      List<Entry> entries = new ArrayList<>();
      met.forEach(
          (key, places) ->
              entries.add(
                  new Entry(
                      key.id(),
                      key.where(),
                      key.fingerprint(),
                      places.size(),
                      texts.getOrDefault(key, ""))));
      return new Baseline(entries);
    }

    private static String text(Finding finding) {
      return finding.places().stream().findFirst().map(Place::firstLine).orElse(finding.summary());
    }
  }
}
