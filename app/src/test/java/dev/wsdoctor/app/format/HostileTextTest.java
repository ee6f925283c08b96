package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.OddSamples;
import dev.wsdoctor.app.Samples;
import dev.wsdoctor.app.SecretSamples;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What a configuration or a server says may be written to harm who reads the result.
class HostileTextTest {
  private static final Viewer OPEN = new Viewer(false, "", true);

  @Test
  void nothingThatWasReadBecomesMarkupOfAPage() throws Exception {
    for (byte[] page : pages()) {
      Document document = xml(page);

      assertThat(elements(document, "script")).isEmpty();
      assertThat(elements(document, "img")).isEmpty();
      assertThat(elements(document, "*"))
          .allSatisfy(element -> assertThat(names(element)).noneMatch(n -> n.startsWith("on")));
      assertThat(text(page)).doesNotContain("<script").doesNotContain("\u202e");
    }
    assertThat(text(new HtmlFormat(OPEN).report(OddSamples.hostile())))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void aPageLoadsNothing() throws Exception {
    for (byte[] page : pages()) {
      Document document = xml(page);

      assertThat(elements(document, "link")).isEmpty();
      for (Element element : elements(document, "*")) {
        assertThat(names(element)).doesNotContain("src", "style", "action", "xlink:href");
        assertThat(element.getAttribute("href")).matches("(#r[0-9]+)?");
      }
      assertThat(text(page))
          .contains("default-src 'none'; style-src 'sha256-")
          .doesNotContain("@import")
          .doesNotContain("url(");
    }
  }

  @Test
  void aPageHasALanguageATitleAndOneOrderOfHeadings() throws Exception {
    Document document =
        xml(new HtmlFormat(OPEN).reports(List.of(Samples.broken(), Samples.healthy())));

    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(elements(document, "title")).hasSize(1);
    assertThat(elements(document, "main")).hasSize(1);
    assertThat(elements(document, "th")).allMatch(th -> !th.getAttribute("scope").isEmpty());
    int level = 0;
    for (Element element : elements(document, "*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int next = element.getTagName().charAt(1) - '0';
        assertThat(next).as(element.getTextContent()).isBetween(1, level + 1);
        level = next;
      }
    }
  }

  @Test
  void everyReportIsWellFormedXmlForCi() throws Exception {
    Document document =
        xml(
            new JunitFormat(OPEN)
                .reports(List.of(OddSamples.hostile(), OddSamples.allowed(), Samples.healthy())));
    List<Element> suites = elements(document, "testsuite");

    assertThat(suites).hasSize(3);
    for (Element suite : suites) {
      assertThat(count(suite, "testcase")).isEqualTo(number(suite, "tests"));
      assertThat(count(suite, "skipped")).isEqualTo(number(suite, "skipped"));
      assertThat(count(suite, "failure")).isEqualTo(number(suite, "failures"));
    }
    assertThat(number(document.getDocumentElement(), "tests"))
        .isEqualTo(suites.stream().mapToInt(suite -> number(suite, "tests")).sum());
    assertThat(document.getDocumentElement().getTextContent()).contains("<script>", "\\x00");
  }

  @Test
  void noTextBeginsAnotherWorkflowCommand() {
    String annotations = text(new GithubFormat(OPEN).report(OddSamples.hostile()));

    assertThat(annotations.lines())
        .filteredOn(line -> line.startsWith("::"))
        .hasSameSizeAs(OddSamples.hostile().causes())
        .allMatch(line -> line.startsWith("::error file="));
    assertThat(annotations)
        .contains("file=/etc/a%2Cb%3A%251.conf,line=1,")
        .contains("%0A::set-output name=x::y")
        .contains("100%25");
  }

  private static List<byte[]> pages() {
    HtmlFormat format = new HtmlFormat(OPEN);
    return List.of(
        format.report(OddSamples.hostile()),
        format.report(Samples.broken()),
        format.report(SecretSamples.report()),
        format.reports(List.of(OddSamples.hostile(), Samples.unknown())),
        format.explanation(Samples.proxiedExplanation()),
        format.survey(Samples.survey()));
  }

  private static Document xml(byte[] bytes) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> names(Element element) {
    return IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> element.getAttributes().item(i).getNodeName())
        .toList();
  }

  private static int count(Element suite, String name) {
    return suite.getElementsByTagName(name).getLength();
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
