package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Parsed;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import java.util.List;
import java.util.Set;

/// The files in a folder that hold maps, upstreams and the like, which stand nowhere but in http: a
/// part of a configuration that is judged by itself would not load without them.
record HttpLevelFiles(Files files) {
  private static final String PATTERN = "*.conf";

  /// A conf.d folder with more is no part that a person looks at alone.
  private static final int MOST = 50;

  List<String> beside(String path) {
    String folder = PathNames.folder(path);
    return files.glob(folder + PATTERN).stream()
        .filter(file -> !file.equals(path))
        .limit(MOST)
        .filter(this::isForHttpOnly)
        .toList();
  }

  private boolean isForHttpOnly(String file) {
    if (!(files.read(file) instanceof Files.Content(SourceFile content))) {
      return false;
    }
    Parsed parsed = Parser.parse(content);
    return parsed.errors().isEmpty()
        && !parsed.directives().isEmpty()
        && parsed.directives().stream().allMatch(HttpLevelFiles::isForHttpOnly);
  }

  /// Servers are no help: each is a part of its own.
  private static boolean isForHttpOnly(Directive directive) {
    return !directive.is("server")
        && Catalogue.history(directive.name()).stream()
            .anyMatch(definition -> definition.contexts().equals(Set.of(Context.HTTP)));
  }
}
