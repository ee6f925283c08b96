package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.rule.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The comments of a configuration that allow causes, and what is wrong with those that do not
/// apply (decision 0012).
record Allowances(List<Allowance> list, List<String> complaints) {
  private static final String MARK = "wsdoctor:";
  private static final Pattern COMMENT = Pattern.compile("#+\\s*wsdoctor:\\s*(.*)");
  private static final Pattern ALLOW = Pattern.compile("allow\\s+(.*?)(?:\\s*--\\s*(.*))?");

  Allowances {
    list = List.copyOf(list);
    complaints = List.copyOf(complaints);
  }

  static Allowances of(Configuration configuration) {
    Allowances all = new Allowances(List.of(), List.of());
    for (SourceFile file : configuration.files()) {
      if (file.text().contains(MARK)) {
        all = all.and(new Reader(new Comments(configuration, file)).read());
      }
    }
    return all;
  }

  /// The comment that allows this finding.
  Optional<Suppressed.By> of(Finding finding) {
    return list.stream()
        .filter(allowance -> allowance.covers(finding))
        .map(allowance -> (Suppressed.By) allowance.comment())
        .findFirst();
  }

  private Allowances and(Allowances more) {
    List<Allowance> both = new ArrayList<>(list);
    both.addAll(more.list);
    List<String> said = new ArrayList<>(complaints);
    said.addAll(more.complaints);
    return new Allowances(both, said);
  }

  /// Reads the comments of one file.
  private static final class Reader {
    private final Comments comments;
    private final List<Allowance> list = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Reader(Comments comments) {
      this.comments = comments;
    }

    Allowances read() {
      comments.all().forEach(this::read);
      return new Allowances(list, complaints);
    }

    private void read(SourceRange comment) {
      Matcher mark = COMMENT.matcher(comment.text().strip());
      if (!mark.matches()) {
        return;
      }
      Matcher allow = ALLOW.matcher(mark.group(1).strip());
      if (!allow.matches()) {
        refuse(comment, "expected 'allow ID -- REASON' after 'wsdoctor:'");
        return;
      }
      String reason = Optional.ofNullable(allow.group(2)).orElse("").strip();
      List<String> ids = known(comment, allow.group(1));
      Optional<SourceRange> scope = comments.scope(comment);
      if (reason.isEmpty()) {
        refuse(comment, "a reason is missing: write '# wsdoctor: allow ID -- REASON'");
      } else if (scope.isEmpty()) {
        refuse(comment, "no directive stands beside or below it");
      } else if (!ids.isEmpty()) {
        list.add(
            new Allowance(ids, new Suppressed.Comment(Place.of(comment), reason), scope.get()));
      }
    }

    private List<String> known(SourceRange comment, String words) {
      List<String> ids = Arrays.stream(words.split("[,\\s]+")).filter(w -> !w.isEmpty()).toList();
      if (ids.isEmpty()) {
        refuse(comment, "expected the id of a cause after 'allow'");
      }
      ids.stream().filter(id -> !hasPage(id)).forEach(id -> refuse(comment, unknown(id)));
      return ids.stream().filter(Reader::hasPage).toList();
    }

    private static String unknown(String id) {
      return "there is no cause '%s'%s"
          .formatted(
              id,
              Rules.nearest(id)
                  .map("; did you mean '%s'?"::formatted)
                  .orElse("; 'wsdoctor why' lists them all"));
    }

    /// Every cause has one, those that only a probe or a log shows too.
    private static boolean hasPage(String id) {
      return id.matches("[a-z0-9.-]+") && Rules.class.getResource("/rules/" + id + ".md") != null;
    }

    private void refuse(SourceRange comment, String why) {
      complaints.add("%s: this comment allows nothing: %s".formatted(comment.where(), why));
    }
  }
}
