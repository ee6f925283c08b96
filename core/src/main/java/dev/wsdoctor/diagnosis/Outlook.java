package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// What a mend changes for its site: the root file of the configuration, what becomes of the
/// handshake before and after, and the ordinary pages that must not change.
public record Outlook(String configuration, String before, String after, List<Target> pages) {
  public Outlook {
    pages = List.copyOf(pages);
  }

  static Outlook of(String rootFile, Prediction broken, Prediction mended) {
    return new Outlook(
        SourceFile.display(rootFile), words(broken), words(mended), Pages.of(broken));
  }

  /// The same, with what a private copy of nginx answered.
  Outlook seen(String beforeToo, String afterToo) {
    return new Outlook(configuration, before + beforeToo, after + afterToo, pages);
  }

  private static String words(Prediction prediction) {
    if (prediction.hasError()) {
      return prediction.causes().stream()
          .filter(Finding::isError)
          .findFirst()
          .map(cause -> "no 101, because " + cause.summary())
          .orElseThrow();
    }
    return switch (prediction.subject().last().decision().outcome()) {
      case Outcome.Proxied proxied -> "the handshake goes on to " + proxied.by().parameter();
      case Outcome.Answered(int status, var _, var _, var _) -> "nginx answers " + status;
      case Outcome.Static _,
          Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotListening _,
          Outcome.WrongProtocol _,
          Outcome.NotLoaded _ ->
          "no error is left in the configuration";
    };
  }
}
