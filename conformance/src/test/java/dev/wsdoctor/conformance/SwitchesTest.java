package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// launcher/Switches.java changes how a switch over types is asked, and nothing else.
@Timeout(60)
class SwitchesTest {
  private static final String CLASS =
      """
      public class Sample {
        sealed interface Shape permits Square, Circle, Line {}
        record Square(int side) implements Shape {}
        record Circle(int radius) implements Shape {}
        record Line() implements Shape {}

        interface Named {
          static String of(Object what) {
            return switch (what) {
              case Square(int side) when side > 2 -> "large";
              case Square _ -> "small";
              case null -> "nothing";
              case Named _ -> "named";
              default -> what.getClass().getSimpleName();
            };
          }
        }

        static String mixed(String what) {
          return switch (what) {
            case "square" -> "a word";
            case String s when s.length() > 4 -> s.length() + " letters";
            default -> "else";
          };
        }

        static int number(Shape shape) {
          return switch (shape) {
            case Square(int side) -> side;
            case Circle(int radius) -> -radius;
            case Line() -> 0;
          };
        }

        public static String all() {
          String thrown = "";
          try {
            number(null);
          } catch (NullPointerException e) {
            thrown = "refused";
          }
          return String.join(" ", Named.of(new Square(3)), Named.of(new Square(2)), Named.of(null),
              Named.of(new Named() {}), Named.of(7), mixed("square"), mixed("words"), mixed("few"),
              "" + number(new Square(4)), "" + number(new Circle(5)), "" + number(new Line()),
              thrown);
        }
      }
      """;

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void compile() throws IOException {
    Path source = Files.writeString(folder.resolve("Sample.java"), CLASS);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(code).isZero();
    jar = folder.resolve("wsdoctor-sample.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream all = new JarOutputStream(out);
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        all.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, all);
      }
    }
  }

  @Test
  void whatIsRewrittenMeansTheSame() throws Exception {
    String before = all();
    assertThat(linked()).as("switches that the JVM links").isEqualTo(3);

    rewrite();
    assertThat(all())
        .isEqualTo(before)
        .isEqualTo("large small nothing named Integer a word 5 letters else 4 -5 0 refused");
    assertThat(linked()).as("the one with a word among its labels stays").isEqualTo(1);
  }

  private void rewrite() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path program = Path.of("..", "launcher", "Switches.java");
    Process process =
        new ProcessBuilder(List.of(java.toString(), program.toString(), jar.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private String all() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      return (String) loader.loadClass("Sample").getMethod("all").invoke(null);
    }
  }

  /// How many switches over types the JVM has to link.
  private long linked() throws Exception {
    long count = 0;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : List.of("Sample.class", "Sample$Named.class")) {
        ClassModel model = ClassFile.of().parse(bytes(loader, name));
        count +=
            model.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast)
                .filter(call -> call.bootstrapMethod().methodName().equals("typeSwitch"))
                .count();
      }
    }
    return count;
  }

  private static byte[] bytes(ClassLoader loader, String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
