package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server for the host that no include reads: its file stands in `sites-available` and was not
/// linked, or beside those that are read and has another ending.
record UnreadSite(Prediction prediction, Files files) {
  private static final int MOST_FILES = 200;

  /// What people and packages call a file that is no longer meant.
  private static final Pattern SET_ASIDE =
      Pattern.compile(
          "(?i).*(~|[._-](disabled?|off|bak|backup|old|orig|save|swp|dpkg-\\w+|rpm\\w+))");

  /// The same prediction, with the file named where there is one that would serve the host.
  Prediction named() {
    return candidates()
        .findFirst()
        .map(
            finding ->
                prediction.knowing(
                    Stream.concat(prediction.causes().stream(), Stream.of(finding))
                        .sorted(Finding.BY_WEIGHT)
                        .toList()))
        .orElse(prediction);
  }

  private Stream<Finding> candidates() {
    return prediction.hasError() && fellToDefault()
        ? configuration().http().stream()
            .flatMap(http -> http.children().stream())
            .filter(line -> line.is("include") && line.parameter().contains("*"))
            .flatMap(include -> beside(include).flatMap(path -> finding(include, path).stream()))
        : Stream.of();
  }

  private Configuration configuration() {
    return prediction.subject().configuration();
  }

  private boolean fellToDefault() {
    String host = prediction.subject().target().host();
    return prediction.decision().server().filter(server -> server.isNamed(host)).isEmpty();
  }

  /// What stands in the folder of an include, or in that from which its files are linked.
  private Stream<String> beside(Directive include) {
    String folder = PathNames.folder(configuration().prefixes().inConf(include.parameter()));
    return Stream.of(folder, available(folder))
        .distinct()
        .flatMap(one -> files.glob(one + "*").stream())
        .filter(path -> configuration().file(path).isEmpty())
        .limit(MOST_FILES);
  }

  private static String available(String folder) {
    return folder.replaceFirst("-enabled/$", "-available/");
  }

  private Optional<Finding> finding(Directive include, String path) {
    return files.read(path) instanceof Files.Content(SourceFile file)
        ? servers(file).findFirst().map(server -> finding(include, server))
        : Optional.empty();
  }

  private Stream<Directive> servers(SourceFile file) {
    return Parser.parse(file).directives().stream()
        .filter(server -> server.is("server") && isNamed(server) && proxies(server));
  }

  private boolean isNamed(Directive server) {
    String host = prediction.subject().target().host().toLowerCase(Locale.ROOT);
    return server
        .body("server_name")
        .flatMap(line -> line.parameters().stream())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(
            name ->
                name.equals(host) || (name.startsWith("*.") && host.endsWith(name.substring(1))));
  }

  private static boolean proxies(Directive block) {
    return block.is("proxy_pass") || block.children().stream().anyMatch(UnreadSite::proxies);
  }

  private Finding finding(Directive include, Directive server) {
    String path = server.range().file().name();
    return Finding.of(
            "config-not-loaded",
            Severity.ERROR,
            0.985,
            "no include reads %s, which has the server for %s"
                .formatted(path, prediction.subject().target().host()),
            "nginx reads its nginx.conf and what that includes, here \"%s\" (%s); a file that no include matches is as good as absent, and the default server answers."
                .formatted(include.head().text().strip(), include.where()))
        .at(Place.of(server.head()))
        .mendedBy(mend(include, path));
  }

  private Fix mend(Directive include, String path) {
    String written = include.parameter();
    String name = PathNames.base(path);
    boolean linked =
        !PathNames.folder(path)
            .equals(PathNames.folder(configuration().prefixes().inConf(written)));
    String folder = linked ? available(PathNames.folder(written)) : PathNames.folder(written);
    String advice =
        linked
            ? "link it, as the others are: ln -s ../%s%s %s; or include it where it is"
                .formatted(lastOf(folder), name, PathNames.folder(written))
            : "give it a name that %s matches; or include it as it is".formatted(written);
    return SET_ASIDE.matcher(name).matches()
        ? Fix.manual(advice + ", if it is still meant")
        : Fix.review(
            advice,
            List.of(Layout.after(include, List.of("include %s%s;".formatted(folder, name)))));
  }

  /// `sites-available/` of `/etc/nginx/sites-available/`.
  private static String lastOf(String folder) {
    return folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1);
  }
}
