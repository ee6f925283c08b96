package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A named location for the application that nothing leads to, beside a `try_files` that ends with
/// a status: the packaged one was left in.
final class OrphanedName {
  private OrphanedName() {}

  static Optional<Fix> mend(Selection selection) {
    Optional<Directive> tryFiles =
        selection
            .chosen()
            .flatMap(chosen -> chosen.scope().setting("try_files"))
            .filter(line -> line.parameterCount() > 1 && line.lastParameter().startsWith("="));
    return tryFiles.flatMap(
        line -> orphan(selection).map(named -> mend(line, named.directive().parameter())));
  }

  private static Optional<Location> orphan(Selection selection) {
    List<Location> named =
        SocketLocations.of(selection.server()).stream()
            .filter(location -> location.kind() == Location.Kind.NAMED)
            .toList();
    return named.size() == 1
        ? named.stream().filter(one -> !isLedTo(selection, one)).findFirst()
        : Optional.empty();
  }

  private static boolean isLedTo(Selection selection, Location named) {
    String name = named.directive().parameter();
    return selection
        .server()
        .directive()
        .body()
        .flatMap(line -> Stream.concat(Stream.of(line), line.body()))
        .filter(line -> !line.equals(named.directive()))
        .anyMatch(line -> line.parameters().contains(name));
  }

  private static Fix mend(Directive tryFiles, String name) {
    int last = tryFiles.parameterCount() - 1;
    return Fix.review(
        "end try_files with %s, which nothing leads to: what is no file goes to the backend"
            .formatted(name),
        List.of(new Edit(tryFiles.parameterRange(last), name)));
  }
}
