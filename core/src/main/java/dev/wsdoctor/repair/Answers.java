package dev.wsdoctor.repair;

import dev.wsdoctor.http.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What answers at a site: the socket, in a few words, and ordinary pages with their statuses.
public record Answers(String socket, List<Page> pages) {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  /// An ordinary page and its status.
  public record Page(Target target, int status) {
    /// Whether the page still answers as it did: with the same status. Of two ways to call a
    /// request wrong (400, 426) neither is better, and a page that failed is not held to that.
    boolean isKept(Optional<Page> now) {
      if (status >= SERVER_ERROR) {
        return true;
      }
      boolean anyRefusal = status >= BAD_REQUEST && status != UNAUTHORIZED && status != FORBIDDEN;
      return now.filter(page -> anyRefusal ? page.isRefusal() : page.status == status).isPresent();
    }

    private boolean isRefusal() {
      return status >= BAD_REQUEST && status < SERVER_ERROR;
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
      Optional<Page> page =
          now.stream().filter(p -> p.target().equals(before.target())).findFirst();
      if (!before.isKept(page)) {
        broken.add(
            "%s answered %d before and %s now"
                .formatted(
                    before.target(),
                    before.status(),
                    page.map(p -> "answers " + p.status()).orElse("does not answer")));
      }
    }
    return broken;
  }
}
