package dev.wsdoctor.conformance;

import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One fenced configuration on a page of `wsdoctor why`; `since` is the version its tag asks for.
record PageSample(String page, int number, Optional<NginxVersion> since, String text) {
  private static final Path PAGES = Path.of("../core/src/main/resources/rules");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```nginx(?:-([0-9.]+))?\n(.*?)^```$");
  private static final Pattern TOP_LEVEL_NAME = Pattern.compile("(?m)^([a-z_]+)");
  private static final Set<String> MAIN = Set.of("events", "http", "stream");
  private static final Set<String> HTTP = Set.of("server", "upstream", "map", "log_format");

  /// What a sample says it takes from elsewhere.
  private static final String USES_MAP = "# uses map $connection_upgrade";

  private static final String MAP =
      "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }\n";

  static List<PageSample> all() {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.sorted().flatMap(file -> on(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PageSample> on(Path file) {
    List<PageSample> samples = new ArrayList<>();
    try {
      String page = file.getFileName().toString();
      for (MatchResult fence : FENCE.matcher(Files.readString(file)).results().toList()) {
        Optional<NginxVersion> since =
            Optional.ofNullable(fence.group(1)).flatMap(NginxVersion::find);
        samples.add(new PageSample(page, samples.size() + 1, since, fence.group(2)));
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The sample as a whole file: a location is put into a server, a server into `http`.
  String wholeFile() {
    Set<String> names =
        TOP_LEVEL_NAME.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    if (names.stream().anyMatch(MAIN::contains)) {
      return text;
    }
    boolean inHttp = names.stream().anyMatch(HTTP::contains);
    String provided = text.contains(USES_MAP) ? MAP : "";
    String servers = inHttp ? text : "server {\n" + text + "}\n";
    return "events {}\nhttp {\n" + provided + servers + "}\n";
  }

  @Override
  public String toString() {
    return page + " sample " + number;
  }
}
