package dev.wsdoctor.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ws://example.com,                 ws://example.com/
          WSS://Example.com:443/ws,         wss://Example.com/ws
          ws://h:/a?b#c,                    ws://h/a?b
          ws://h?b,                         ws://h/?b
          ws://h/a@b:c,                     ws://h/a@b:c
          ws://[::1]:8080/ws,               ws://[::1]:8080/ws
          ws://[fe80::1%eth0]/,             ws://[fe80::1%eth0]/
          ws://[::ffff:10.0.0.1]/,          ws://[::ffff:10.0.0.1]/
          ws://my_app:3000/,                ws://my_app:3000/
          ws://bücher.example:8080/ü,       ws://xn--bcher-kva.example:8080/%C3%BC
          """)
  void aUrlIsTakenApartAsABrowserDoes(String typed, String url) {
    assertThat(Target.parse(typed))
        .isInstanceOfSatisfying(
            Target.Parsed.Valid.class, valid -> assertThat(valid.target()).hasToString(url));
    assertThat(Target.parse(url)).as("read again").isEqualTo(Target.parse(typed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ws:///x                | expected a host after 'ws://'
          wss://:80/             | expected a host after 'wss://'
          ws://user:pw@h/ws      | found a user before it in 'ws://user:pw@h/ws'; give it with -H
          ws://h:99999/          | a port between 1 and 65535 but found '99999' in 'ws://h:99999/'
          ws://h:0/              | a port between 1 and 65535 but found '0'
          ws://h:80:90/          | a port between 1 and 65535 but found '80:90'
          ws://[::1:8080/ws      | expected an IPv6 address in brackets in 'ws://[::1:8080/ws'
          ws://::1/ws            | expected an IPv6 address in brackets in 'ws://::1/ws'
          ws://[::1]x/           | expected an IPv6 address in brackets
          ws://[zz]/             | expected an IPv6 address in brackets
          ws://h ost/            | but found ' ', which no host has
          ws://h\\ost/           | but found '\\', which no host has
          ws://${HOST}/          | but found '{', which no host has
          ws://*.example.com/    | but found '*', which no host has
          ws://ü..example/       | expected a host such as example.com but found 'ü..example'
          ftp://h/               | but found 'ftp://' in 'ftp://h/'
          localhost/ws           | expected ws:// or wss:// in front of 'localhost/ws': write ws://
          app:3000/ws            | in front of 'app:3000/ws': write ws://app:3000/ws
          example.com/ws         | in front of 'example.com/ws': write ws://example.com/ws
          ws:/localhost/ws       | expected a URL such as ws://example.com/ws but found 'ws:/lo
          """)
  void whatCannotBeDialledIsRefusedInOneSentence(String typed, String sentence) {
    assertThat(Target.parse(typed))
        .isInstanceOfSatisfying(
            Target.Parsed.Invalid.class,
            invalid -> assertThat(invalid.message()).contains(sentence));
  }
}
