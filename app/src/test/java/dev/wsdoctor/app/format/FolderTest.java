package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /app     | in /app/nginx.conf:3, and "/app/x"  | in nginx.conf:3, and "x"
          /app     | /srv/app/nginx.conf                 | /srv/app/nginx.conf
          /app     | (/app/a) ../app/b /application/c    | (a) ../app/b /application/c
          /        | /etc/nginx/nginx.conf               | /etc/nginx/nginx.conf
          ''       | /etc/nginx/nginx.conf               | /etc/nginx/nginx.conf
          """)
  void onlyPathsThatBeginThereAreShortened(String folder, String sentence, String stripped) {
    assertThat(new Folder(folder).strip(sentence)).isEqualTo(stripped);
  }
}
