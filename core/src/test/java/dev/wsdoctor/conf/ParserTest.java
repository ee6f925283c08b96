package dev.wsdoctor.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The lexer and the tree: what each text is to nginx, and what it says of it.
class ParserTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a b;| [a b]",
        "a 'b c' \"d\";| [a <b c> d]",
        "a b#c;# d;| [a b#c]",
        "a it's x\"y\";| [a it's x\"y\"]",
        "a \\\"b \\'c \\\\d \\.e a\\ b a\\;b;| [a \"b 'c \\d \\.e <a\\ b> a\\;b]",
        "a ${b}c $d{ e; }| [a ${b}c $d {[e]}]",
        "a \"{};#\";| [a {};#]",
        "a '';| [a <>]",
        "if ($a = \"b\") { }| [if ($a = b ) {}]",
        "a { b; c { d; } e; }| [a {[b] [c {[d]}] [e]}]",
        "x}y z;| [x}y z]",
        "a \"b\"c;| [a b c] unexpected \"c\" in f:1",
        "a \"b\"}| [a b] unexpected \"}\" in f:1 unexpected \"}\" in f:1",
        ";| unexpected \";\" in f:1",
        "{ a; }| [a] unexpected \"{\" in f:1",
        "}a;| [a] unexpected \"}\" in f:1",
        "a { b c }| [a {[b c]}] unexpected \"}\" in f:1",
        "a { b;| [a {[b]}] unexpected end of file, expecting \"}\" in f:1",
        "a { b| [a {[b]}] unexpected end of file, expecting \";\" or \"}\" in f:1",
        "a 'b| [a] unexpected end of file, expecting \";\" or \"}\" in f:1",
        "content_by_lua_block { a = '}' -- }~ } b;| [content_by_lua_block {}] [b]",
        "x_by_lua_block $r { t = {[==[ }} ]=] ]==]} --[[ } ]] } b;| [x_by_lua_block $r {}] [b]",
      })
  void readsAsNginxDoes(String text, String expected) {
    Parsed parsed = Parser.parse(SourceFile.ofText("f", text.replace('~', '\n')));
    assertThat((show(parsed.directives()) + " " + show(parsed)).strip()).isEqualTo(expected);
  }

  private static String show(Parsed parsed) {
    return parsed.errors().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String show(List<Directive> directives) {
    return directives.stream().map(ParserTest::show).collect(Collectors.joining(" "));
  }

  private static String show(Directive directive) {
    StringBuilder shown = new StringBuilder("[" + directive.name());
    for (String parameter : directive.parameters()) {
      boolean bare = !parameter.isEmpty() && !parameter.contains(" ");
      shown.append(' ').append(bare ? parameter : "<" + parameter + ">");
    }
    if (directive.isBlock()) {
      shown.append(" {").append(show(directive.children())).append('}');
    }
    return shown.append(']').toString();
  }

  @Test
  void aTokenThatFillsTheWindowIsRefusedWhereItStarts() {
    assertThat(errorsOf("a;\nb " + "c".repeat(4095) + ";")).isEmpty();
    assertThat(errorsOf("a;\nb " + "c".repeat(4096) + ";"))
        .containsExactly("too long parameter \"cccccccccc...\" started in f:2");
    assertThat(errorsOf("a;\nb '" + "c\n".repeat(2200) + "';"))
        .containsExactly("too long parameter, probably missing terminating \"'\" character in f:2");
    assertThat(errorsOf("#" + "c".repeat(5000) + "\n"))
        .containsExactly("too long parameter \"#ccccccccc...\" started in f:1");
  }

  private static List<String> errorsOf(String text) {
    return Parser.parse(SourceFile.ofText("f", text)).errors().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void aDirectiveKnowsItsPlaces() {
    Directive server =
        Parser.parse(SourceFile.ofText("f", "x;\n server  a 'b' # c\n {\n y;\n}\n"))
            .directives()
            .get(1);
    assertThat(server.range().text()).isEqualTo("server  a 'b' # c\n {\n y;\n}");
    assertThat(server.head().text()).isEqualTo("server  a 'b'");
    assertThat(server.parameterRange(1).text()).isEqualTo("'b'");
    assertThat(server.terminator().line()).isEqualTo(3);
    assertThat(server.where()).isEqualTo("f:2");
    assertThat(server.children().getFirst().range().text()).isEqualTo("y;");
    assertThat(ConfigurationError.of(server, "m").toString()).isEqualTo("m in f:3");
  }

  @Test
  void tokensTileEveryByteSequence() {
    for (long seed = 0; seed < 3_000; seed++) {
      String text = HardText.of(new Random(seed));
      Parsed parsed = Parser.parse(SourceFile.ofText("f", text));
      assertThat(printed(parsed.tokens())).as("seed %d", seed).isEqualTo(text);
      parsed.directives().forEach(ParserTest::touch);
    }
  }

  private static String printed(Tokens tokens) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.end(i)).isGreaterThan(tokens.start(i));
      text.append(tokens.range(i).text());
    }
    return text.toString();
  }

  private static void touch(Directive directive) {
    SourceRange range = directive.range();
    assertThat(directive.head().start()).isEqualTo(range.start());
    assertThat(directive.head().end()).isLessThanOrEqualTo(range.end());
    for (int i = 0; i < directive.parameters().size(); i++) {
      assertThat(range.text()).contains(directive.parameterRange(i).text());
    }
    directive.children().forEach(ParserTest::touch);
  }

  @Test
  void aLineEndOfWindowsChangesNothingButPlaces() {
    for (long seed = 0; seed < 500; seed++) {
      String text = HardText.of(new Random(seed)).replace("\r", "");
      if (text.contains("\\\n") || text.contains("_by_lua")) {
        continue;
      }
      String windows = text.replace("\n", "\r\n");
      assertThat(show(parse(windows).directives()).replace("\r\n", "\n"))
          .as("seed %d", seed)
          .isEqualTo(show(parse(text).directives()));
    }
  }

  private static Parsed parse(String text) {
    return Parser.parse(SourceFile.ofText("f", text));
  }

  @Test
  void depthCostsNoStack() {
    Parsed parsed = parse("a{".repeat(200_000));
    assertThat(parsed.errors()).hasSize(1);
    assertThat(parsed.directives()).hasSize(1);
    assertThat(parse("a{".repeat(10_000) + "}".repeat(10_000)).errors()).isEmpty();
  }

  @Test
  void whatIsNoConfigurationEndsSoon() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    Parsed garbage = Parser.parse(SourceFile.of("f", bytes));
    assertThat(garbage.errors()).hasSizeBetween(1, Errors.LIMIT + 1);
    assertThat(parse(";".repeat(5_000_000)).tokens().size()).isLessThan(200);
    assertThat(parse("x".repeat(10_000_000)).errors())
        .first()
        .hasToString("too long parameter \"xxxxxxxxxx...\" started in f:1");
    assertThat(parse("").errors()).isEmpty();
    assertThat(parse("\0\0").errors()).hasSize(1);
  }
}
