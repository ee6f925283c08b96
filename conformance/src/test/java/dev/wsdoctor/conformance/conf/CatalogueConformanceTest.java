package dev.wsdoctor.conformance.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.DirectiveDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every directive in and out of its contexts and with every number of parameters, against `nginx
/// -t`. `-Dwsdoctor.full=true` tries all of them, otherwise every twenty-fifth.
class CatalogueConformanceTest {
  private static final int STEP = Boolean.getBoolean("wsdoctor.full") ? 1 : 25;
  private static final int MOST_PARAMETERS = 5;

  /// They end the process, read from elsewhere, or need more than one line to be judged.
  private static final Set<String> NOT_TRIED = Set.of("include", "load_module");

  @TempDir Path folder;

  /// Modules that have to be asked for when nginx is built.
  private static final Set<String> OPTIONAL =
      Set.of(
          "http_geoip",
          "stream_geoip",
          "http_image_filter",
          "http_xslt",
          "http_perl",
          "http_v3",
          "http_flv",
          "http_mp4",
          "http_random_index",
          "http_secure_link",
          "stream_realip",
          "google_perftools",
          "http_degradation",
          "kqueue",
          "devpoll",
          "eventport",
          "iocp",
          "mail");

  /// Which distributions have given to older releases, not to all.
  private static final Set<String> CARRIED_BACK = Set.of("max_headers");

  private final List<String> differences = new ArrayList<>();
  private final Set<String> notBuilt = new TreeSet<>();
  private int verified;

  @Test
  void directivesAreKnownWhereNginxKnowsThem() throws Exception {
    NginxCheck nginx = NginxCheck.in(folder);
    Catalogue catalogue = Catalogue.of(nginx.version());
    List<String> names = Catalogue.names();
    for (int i = 0; i < names.size(); i += STEP) {
      if (!NOT_TRIED.contains(names.get(i))) {
        tryName(nginx, catalogue, names.get(i));
      }
    }
    System.out.printf(
        "catalogue: %d directives agree with nginx %s; not in this build: %s%n",
        verified, nginx.version(), String.join(" ", notBuilt));
    assertThat(differences).isEmpty();
    assertThat(verified)
        .as("directives that this nginx has")
        .isGreaterThan(names.size() / STEP / 2);
  }

  private void tryName(NginxCheck nginx, Catalogue catalogue, String name) throws Exception {
    Optional<String> anywhere = say(nginx, Context.MAIN, name + ";");
    boolean unknownToNginx = anywhere.stream().anyMatch(e -> e.startsWith("unknown directive"));
    if (unknownToNginx != catalogue.find(name).isEmpty()) {
      if (unknownToNginx && mayBeLeftOut(catalogue, name)) {
        notBuilt.add(name);
      } else {
        differences.add(name + ": exists? nginx: " + !unknownToNginx);
      }
      return;
    }
    if (unknownToNginx) {
      return;
    }
    int before = differences.size();
    for (Context context : Context.values()) {
      boolean stream = context.title().startsWith("stream");
      boolean mail = context.title().startsWith("mail");
      if (!mail && (Files.exists(RealParts.STREAM_MODULE) || !stream)) {
        tryContext(nginx, catalogue, name, context);
      }
    }
    verified += differences.size() == before ? 1 : 0;
  }

  private static boolean mayBeLeftOut(Catalogue catalogue, String name) {
    return CARRIED_BACK.contains(name)
        || catalogue.find(name).stream().allMatch(CatalogueConformanceTest::isOptional);
  }

  private static boolean isOptional(DirectiveDefinition definition) {
    return OPTIONAL.contains(definition.module()) || definition.module().startsWith("mail_");
  }

  private void tryContext(NginxCheck nginx, Catalogue catalogue, String name, Context context)
      throws Exception {
    Optional<DirectiveDefinition> ours = catalogue.find(name, context);
    String line = ours.stream().anyMatch(DirectiveDefinition::block) ? name + " {}" : name + ";";
    boolean refused = isRefusal(say(nginx, context, line), "directive is not allowed here");
    if (refused && ours.filter(CatalogueConformanceTest::isOptional).isPresent()) {
      notBuilt.add(name);
    } else if (refused != ours.isEmpty()) {
      differences.add(name + " in " + context.title() + ": allowed? nginx: " + !refused);
    } else if (ours.isPresent()) {
      tryArities(nginx, context, ours.get());
    }
  }

  private void tryArities(NginxCheck nginx, Context context, DirectiveDefinition definition)
      throws Exception {
    for (int count = 0; count <= MOST_PARAMETERS; count++) {
      String words = definition.name() + " x".repeat(count);
      Optional<String> answer = say(nginx, context, words + (definition.block() ? " {}" : ";"));
      boolean refused =
          isRefusal(answer, "invalid number of arguments in \"" + definition.name() + "\"");
      // some check their number themselves, where more than one would do for the table
      if (refused == definition.arity().accepts(count) && !countsItself(definition, count)) {
        differences.add(words + " in " + context.title() + ": nginx: " + answer.orElse("ok"));
      }
    }
  }

  private static boolean countsItself(DirectiveDefinition definition, int count) {
    return Set.of("perl_set", "user").contains(definition.name()) && count > 1;
  }

  private static boolean isRefusal(Optional<String> answer, String words) {
    return answer.stream().anyMatch(text -> text.contains(words));
  }

  private Optional<String> say(NginxCheck nginx, Context context, String line) throws Exception {
    String module =
        Files.exists(RealParts.STREAM_MODULE) ? "load_module " + RealParts.STREAM_MODULE + ";" : "";
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, module + template(context).formatted(line));
    return nginx.error(file);
  }

  /// A file whose line `%s` lies in that context.
  private static String template(Context context) {
    return switch (context) {
      case MAIN -> "\n%s\nevents{}";
      case EVENTS -> "events{\n%s\n}";
      case HTTP -> "events{} http{\n%s\n}";
      case SERVER -> "events{} http{server{\n%s\n}}";
      case LOCATION -> "events{} http{server{location /a {\n%s\n}}}";
      case IF_IN_SERVER -> "events{} http{server{if ($host) {\n%s\n}}}";
      case IF_IN_LOCATION -> "events{} http{server{location /a {if ($host){\n%s\n}}}}";
      case LIMIT_EXCEPT -> "events{} http{server{location /a {limit_except GET {\n%s\n}}}}";
      case UPSTREAM -> "events{} http{upstream u {\n%s\nserver 127.0.0.1;}}";
      case STREAM -> "events{} stream{\n%s\n}";
      case STREAM_SERVER -> "events{} stream{server{\n%s\n}}";
      case STREAM_UPSTREAM -> "events{} stream{upstream u {\n%s\nserver 127.0.0.1:1;}}";
      case MAIL -> "events{} mail{\n%s\n}";
      case MAIL_SERVER -> "events{} mail{server{\n%s\n}}";
    };
  }
}
