package dev.wsdoctor.repair;

import dev.wsdoctor.http.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What answers at a site: the socket, in a few words, and ordinary pages with their statuses.
public record Answers(String socket, List<Page> pages) {
  private static final int SERVER_ERROR = 500;

  /// An ordinary page and its status.
  public record Page(Target target, int status) {
    /// A page that fails already is not held to that.
    boolean isAnswered() {
      return status < SERVER_ERROR;
    }

    @Override
    public String toString() {
      return target + " " + status;
    }
  }

  public Answers {
    pages = List.copyOf(pages);
  }

  /// The pages that answered and do not answer so any more, one sentence each.
  List<String> broken(List<Page> now) {
    List<String> broken = new ArrayList<>();
    for (Page before : pages) {
      if (before.isAnswered() && !now.contains(before)) {
        broken.add(
            "%s answered %d before and %s now"
                .formatted(before.target(), before.status(), status(before.target(), now)));
      }
    }
    return broken;
  }

  private static String status(Target target, List<Page> now) {
    Optional<Page> page = now.stream().filter(p -> p.target().equals(target)).findFirst();
    return page.map(p -> "answers " + p.status()).orElse("does not answer");
  }
}
