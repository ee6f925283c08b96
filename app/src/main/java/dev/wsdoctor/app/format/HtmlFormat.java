package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// One page to attach to a ticket: it needs no network, no script and no other file, and prints.
final class HtmlFormat implements Format, ExplanationFormat {
  private static final String STYLE = "/format/page.css";

  private final Folder folder;

  HtmlFormat(Viewer viewer) {
    this.folder = new Folder(viewer.folder());
  }

  @Override
  public byte[] report(Report report) {
    Html html = new Html();
    String title = HtmlReport.word(report.verdict()) + ": " + report.target();
    return page(html, title, () -> new HtmlReport(html, folder, report).write("r1"));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    Html html = new Html();
    String sentence = new Tally(reports).sentence();
    return page(
        html,
        sentence,
        () -> {
          new HtmlIndex(html, folder).write(sentence, reports);
          for (int i = 0; i < reports.size(); i++) {
            new HtmlReport(html, folder, reports.get(i)).write(HtmlIndex.anchor(i));
          }
        });
  }

  @Override
  public byte[] explanation(Explanation explanation) {
    Html html = new Html();
    String title = "What nginx does with " + explanation.target();
    return page(html, title, () -> new HtmlDecision(html, folder).write(title, explanation));
  }

  @Override
  public byte[] survey(Survey survey) {
    Html html = new Html();
    String title = "Every location that could take a WebSocket";
    return page(html, title, () -> new HtmlSurvey(html, folder).write(title, survey));
  }

  private static byte[] page(Html html, String title, Runnable content) {
    html.markup("<!DOCTYPE html>\n");
    html.in(
        "html",
        () -> {
          html.in("head", () -> head(html, title));
          html.in("body", () -> body(html, content));
        },
        "lang",
        "en");
    return html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void head(Html html, String title) {
    String style = style();
    html.lone("meta", "charset", "utf-8");
    html.lone("meta", "http-equiv", "Content-Security-Policy", "content", policy(style));
    html.lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.lone("meta", "name", "color-scheme", "content", "light dark");
    html.lone("meta", "name", "referrer", "content", "no-referrer");
    html.put("title", title + " - wsdoctor");
    html.markup("<style>").markup(style).markup("</style>\n");
  }

  /// Nothing may be loaded, sent or run; of styles, only ours.
  private static String policy(String style) {
    return "default-src 'none'; style-src 'sha256-"
        + digest(style)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static void body(Html html, Runnable content) {
    html.in("main", content);
    String version = Version.current().map(number -> " " + number).orElse("");
    html.put(
        "footer", "Made by wsdoctor" + version + ". This page loads nothing and runs nothing.");
  }

  private static String style() {
    try (InputStream in = HtmlFormat.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IllegalStateException(STYLE + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
