package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.ForeignText;
import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.StockFiles;
import dev.wsdoctor.conf.WideText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds and reads the configuration that a question is about. Whoever asks one reader about
/// several files says that none of them changes meanwhile: the whole that they are parts of is read
/// once.
final class ConfigurationReader {
  private static final String FRAGMENT_ROOT = "(http around the fragment)";

  /// Where nginx's packages and container images have their configuration.
  private static final String HOME = "/etc/nginx/";

  /// `sites-enabled/app.conf.d/app.conf` is as deep as parts lie.
  private static final int MOST_FOLDERS_ABOVE = 3;

  private static final Set<String> WHOLE = Set.of("http", "stream", "events");

  private final Files files;
  private final Map<String, Optional<Loaded>> wholes = new HashMap<>();

  ConfigurationReader(Files files) {
    this.files = files;
  }

  /// From a file, or what `nginx -T` printed.
  Answer<Loaded> read(ConfigurationSource.File source) {
    String path = path(source.path());
    return switch (files.read(path)) {
      case Files.Failure(String message) ->
          new Answer.Unusable<>(
              "cannot read the configuration: "
                  + message
                  + "; give the path of nginx.conf with -c");
      case Files.Content(SourceFile file) -> judge(path, file);
    };
  }

  Answer<Loaded> read(ConfigurationSource.Dump dump) {
    String name = "nginx -T";
    Optional<String> wide = WideText.advice(SourceFile.ofText("standard input", dump.text()));
    if (wide.isPresent()) {
      return new Answer.Unusable<>(wide.get());
    }
    byte[] bytes = dump.text().getBytes(StandardCharsets.ISO_8859_1);
    Configuration configuration = Configuration.ofDump(name, bytes);
    if (configuration.http().isEmpty()) {
      return new Answer.Unusable<>(
          "expected the output of nginx -T on standard input but found no http block in it");
    }
    return new Answer.Given<>(
        new Loaded(configuration, name, texts -> ofDump(name, configuration, texts), List.of()));
  }

  /// Paths are held one char per byte, as everything that comes from files is.
  private static String path(Path path) {
    String text = path.toAbsolutePath().normalize().toString();
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private Answer<Loaded> judge(String path, SourceFile file) {
    if (file.text().isBlank()) {
      return new Answer.Unusable<>(file.name() + " is empty: expected an nginx configuration");
    }
    Optional<String> wide = WideText.advice(file);
    if (wide.isPresent()) {
      return new Answer.Unusable<>(wide.get());
    }
    Configuration whole = Configuration.load(files, path);
    if (isWhole(whole)) {
      return new Answer.Given<>(whole(path, file, whole));
    }
    if (isFragment(whole)) {
      Optional<Loaded> around = around(path);
      return new Answer.Given<>(
          around
              .flatMap(outer -> withPart(outer, path, file))
              .orElseGet(() -> fragment(path, around)));
    }
    Optional<String> foreign = ForeignText.of(file.text()).map(ForeignText::sentence);
    if (foreign.isPresent()) {
      return new Answer.Unusable<>(SourceFile.display(path) + " " + foreign.get());
    }
    String error = whole.errors().stream().findFirst().map(e -> " (" + e + ")").orElse("");
    return new Answer.Unusable<>(
        SourceFile.display(path)
            + " is no nginx configuration: it has neither an http nor a server block"
            + error);
  }

  private Loaded whole(String path, SourceFile file, Configuration asWritten) {
    return movedHome(path, file, asWritten)
        .map(moved -> loaded(moved, path, List.of(moved(path))))
        .orElseGet(() -> loaded(asWritten, path, List.of()));
  }

  /// The configuration whose nginx.conf stands beside the file or above it.
  private Optional<Loaded> around(String path) {
    return Stream.iterate(parent(path), ConfigurationReader::parent)
        .limit(MOST_FOLDERS_ABOVE)
        .takeWhile(folder -> !folder.isEmpty())
        .map(folder -> folder + "/nginx.conf")
        .flatMap(root -> wholes.computeIfAbsent(root, this::wholeAt).stream())
        .findFirst();
  }

  private Optional<Loaded> wholeAt(String path) {
    if (!(files.read(path) instanceof Files.Content(SourceFile file))) {
      return Optional.empty();
    }
    Configuration asWritten = Configuration.load(files, path);
    return asWritten.http().map(_ -> whole(path, file, asWritten));
  }

  /// If it includes the file, perhaps by a link.
  private static Optional<Loaded> withPart(Loaded whole, String path, SourceFile part) {
    return whole.configuration().files().stream()
        .filter(file -> isSame(file, path, part))
        .findFirst()
        .map(file -> withPart(whole, path, file.name()));
  }

  private static Loaded withPart(Loaded whole, String path, String name) {
    String remark =
        "%s is a part of %s, which was judged as a whole"
            .formatted(SourceFile.display(path), SourceFile.display(whole.rootFile()));
    List<String> remarks = Stream.concat(whole.remarks().stream(), Stream.of(remark)).toList();
    return new Loaded(
        whole.configuration(),
        whole.rootFile(),
        whole.reload(),
        remarks,
        Optional.of(name),
        Optional.empty());
  }

  /// Itself, or a link to it.
  private static boolean isSame(SourceFile file, String path, SourceFile part) {
    boolean link =
        PathNames.base(file.name()).equals(PathNames.base(path)) && file.text().equals(part.text());
    return link || file.name().equals(path);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private Loaded loaded(Configuration whole, String path, List<String> remarks) {
    return new Loaded(
        whole,
        path,
        texts -> Configuration.load(new Overlay(files, texts), path, whole.prefixes()),
        remarks);
  }

  /// The configuration of a container as it lies beside its compose file: it names its parts by
  /// where they are mounted. Only where this machine has none of them under that name.
  private Optional<Configuration> movedHome(String path, SourceFile root, Configuration asWritten) {
    if (path.startsWith(HOME) || !root.text().contains(HOME)) {
      return Optional.empty();
    }
    Configuration moved = Configuration.load(files, path, asWritten.prefixes().movedFrom(HOME));
    return ownFiles(asWritten) == 1 && ownFiles(moved) > 1 ? Optional.of(moved) : Optional.empty();
  }

  private static long ownFiles(Configuration configuration) {
    return configuration.files().stream().filter(file -> !StockFiles.isOne(file.name())).count();
  }

  private static String moved(String path) {
    return "what it includes from %s is not here: read from %s instead, as it lies beside it"
        .formatted(HOME, SourceFile.display(PathNames.folder(path)));
  }

  /// Sockets may go through http or, as bytes, through stream; every configuration has events, also
  /// one whose http block is spoilt.
  private static boolean isWhole(Configuration configuration) {
    return configuration
        .body()
        .anyMatch(line -> WHOLE.contains(line.name()) || isMisspeltHttp(line));
  }

  /// Servers inside of a block that nginx does not know: it says so best itself.
  private static boolean isMisspeltHttp(Directive line) {
    return line.isBlock() && line.body("server").anyMatch(Directive::isBlock);
  }

  private static boolean isFragment(Configuration whole) {
    return whole.body("server").findAny().isPresent();
  }

  /// A file of sites-available or conf.d: judged as if it were included in http, after the files
  /// beside it that can only be meant for there.
  private Loaded fragment(String path, Optional<Loaded> around) {
    List<String> beside = new HttpLevelFiles(files).beside(path);
    String remark =
        SourceFile.display(path)
            + " has no http block: judged as a file that http includes"
            + (beside.isEmpty() ? "" : ", with " + SourceFile.display(String.join(", ", beside)))
            + around
                .map(
                    outer ->
                        "; no include of " + SourceFile.display(outer.rootFile()) + " reads it")
                .orElse("");
    return new Loaded(
        wrapped(files, beside, path),
        path,
        texts -> wrapped(new Overlay(files, texts), beside, path),
        List.of(remark),
        Optional.empty(),
        around.map(Loaded::configuration));
  }

  private static Configuration wrapped(Files files, List<String> beside, String path) {
    String root = Path.of(path).resolveSibling(FRAGMENT_ROOT).toString();
    StringBuilder text = new StringBuilder("events {}\nhttp {\n");
    Stream.concat(beside.stream(), Stream.of(path))
        .forEach(file -> text.append("    include \"").append(file).append("\";\n"));
    text.append("}\n");
    return Configuration.load(new Overlay(files, Map.of(root, text.toString())), root);
  }

  private static Configuration ofDump(
      String name, Configuration original, Map<String, String> texts) {
    StringBuilder dump = new StringBuilder();
    for (SourceFile file : original.files()) {
      dump.append("# configuration file ").append(file.name()).append(":\n");
      dump.append(texts.getOrDefault(file.name(), file.text())).append("\n\n");
    }
    return Configuration.ofDump(name, dump.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
