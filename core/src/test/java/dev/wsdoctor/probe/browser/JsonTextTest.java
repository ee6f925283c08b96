package dev.wsdoctor.probe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"a\":[1,-2.5,true,false,null],\"b\":{\"c\":\"d\\\\\\\"\\u000a\"}}",
      })
  void whatIsReadIsPrintedTheSame(String text) {
    assertThat(JsonText.parse(text).map(Json::print)).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\"}", "[1,]", "[1 2]", "\"", "\"\\u12\"", "tru", "1 2", "-"})
  void whatIsNoJsonIsNothing(String text) {
    assertThat(JsonText.parse(text)).isEmpty();
  }

  @Test
  void depthHasALimit() {
    assertThat(JsonText.parse("[".repeat(100_000))).isEmpty();
  }

  @Test
  void escapesBecomeTheBytesOfTheirUtf8() {
    assertThat(JsonText.parse("\"\\u00e9\\ud83d\\ude00\"").map(Json::text))
        .hasValue("\u00c3\u00a9\u00f0\u009f\u0098\u0080");
  }

  @Test
  void whatIsNotThereIsNothing() {
    Json json = JsonText.parse("{\"a\":{\"b\":3}}").orElseThrow();
    assertThat(json.at("a", "b").number()).hasValue(3.0);
    assertThat(json.at("a", "c", "d").isThere()).isFalse();
  }
}
