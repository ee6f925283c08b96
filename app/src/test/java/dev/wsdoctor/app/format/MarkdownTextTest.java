package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  @Test
  void paragraphsAreFilledAndCodeIsNot() {
    check(
        """
        # a-cause

        One sentence
        over two lines.

        ## The fix
        ```nginx
        location /ws {
            proxy_pass http://app;
        }
        ```
        Then:

            nginx -t
              nginx -s reload
        """,
        """
        a-cause

        One sentence over two lines.

        The fix
            location /ws {
                proxy_pass http://app;
            }
        Then:

            nginx -t
              nginx -s reload
        """);
  }

  @Test
  void itemsHangBelowTheirMark() {
    check(
        """
        * an item that is long enough to be filled over two lines of the terminal, at least
        1. first
           and its second line
        2. second
        """,
        """
        * an item that is long enough to be filled over two lines of the terminal, at
          least
        1. first and its second line
        2. second
        """);
  }

  @Test
  void tablesStayAsTheyAreWritten() {
    check("| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n");
  }

  @Test
  void headingsAreBoldOnATerminal() {
    assertThat(new String(MarkdownText.render("# x", true), StandardCharsets.UTF_8))
        .isEqualTo("\033[1mx\033[0m\n");
  }

  private static void check(String markdown, String text) {
    assertThat(new String(MarkdownText.render(markdown, false), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }
}
