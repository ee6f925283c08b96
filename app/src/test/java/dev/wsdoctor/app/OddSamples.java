package dev.wsdoctor.app;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reports that are out of the ordinary.
public final class OddSamples {
  private OddSamples() {}

  /// One finding counts, and one is set apart.
  public static Report allowed() {
    Suppressed.By comment =
        new Suppressed.Comment(
            Place.of(Samples.range("# caf\u00c3\u00a9")), "the <client> is ours");
    return Samples.broken()
        .without(cause -> cause.isError() ? Optional.empty() : Optional.of(comment));
  }

  /// Every text in it wants to be something else: markup, a command, an end of a line.
  public static Report hostile() {
    String evil =
        "</pre><script>alert(1)</script>\"' onload=x \0\033[2J \ufffe \u00e2\u0080\u00ae 100%"
            + "\n::set-output name=x::y]]>";
    SourceFile file = SourceFile.ofText("/etc/a,b:%1.conf", "# " + evil + "\nx;\n");
    Finding cause =
        new Finding(
            "upgrade-headers-missing",
            Severity.ERROR,
            1,
            evil,
            evil,
            List.of(new Place(file.name(), 1, 1, evil)),
            List.of(Evidence.probe(evil)),
            Optional.of(Fix.safe(evil, List.of(Edit.insert(file, 0, evil)))));
    Fields fields = Fields.of("X-" + evil, evil);
    Observation hop =
        new Observation(
            evil,
            evil,
            true,
            new Request("GET", "/" + evil, "HTTP/1.1", fields),
            new Observation.Result.Refused(400),
            List.of(new Observation.Timing("answer", Duration.ofMillis(3))),
            "HTTP/1.1 400 " + evil,
            Optional.of(new Response("HTTP/1.1", 400, evil, fields)),
            List.of(evil),
            List.of(evil),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Observation.TlsSession(evil, evil, evil, List.of(evil))),
            evil,
            List.of(evil),
            List.of(),
            Optional.empty());
    return Samples.report(
        Verdict.BROKEN, evil, List.of(cause), Optional.of(Samples.proxied()), List.of(hop));
  }

  /// A place and an edit behind letters of two bytes.
  public static Report accented() {
    SourceFile file =
        SourceFile.ofText(
            "/etc/nginx/nginx.conf",
            "#\n\u00c3\u00a9\u00c3\u00a9\u00c3\u00a9\u00c3\u00a9 caf\u00c3\u00a9;\n");
    SourceRange word = new SourceRange(file, 11, 16);
    Edit edit = new Edit(word, "th\u00c3\u00a9;");
    Finding cause =
        Samples.headersMissing()
            .at(Place.of(word))
            .mendedBy(Fix.review("drink tea", List.of(edit)));
    return Samples.report(Verdict.BROKEN, "", List.of(cause), Optional.empty(), List.of());
  }
}
