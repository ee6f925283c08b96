package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A `try_files` with the named location of the socket before its last parameter: only there is it
/// a location, anywhere else the name of a file (ngx_http_try_files_handler).
record MiddleName(Directive tryFiles, Location named, Selection selection) {
  static Optional<MiddleName> of(Subject subject) {
    return Selection.ofFailing(subject)
        .flatMap(
            selection ->
                selection
                    .chosen()
                    .flatMap(chosen -> chosen.scope().setting("try_files"))
                    .flatMap(
                        line ->
                            named(selection.server(), line)
                                .map(named -> new MiddleName(line, named, selection))));
  }

  private static Optional<Location> named(VirtualServer server, Directive tryFiles) {
    int last = tryFiles.parameterCount() - 1;
    List<String> files = last > 0 ? tryFiles.parameters().subList(0, last) : List.of();
    return SocketLocations.of(server).stream()
        .filter(location -> location.kind() == Location.Kind.NAMED)
        .filter(location -> files.contains(location.directive().parameter()))
        .findFirst();
  }

  String summary() {
    return "try_files takes %s for a file and goes on to %s"
        .formatted(named.directive().parameter(), tryFiles.lastParameter());
  }

  /// The pages that the last parameter is for stay as they are.
  Fix mend(Subject subject) {
    return NewLocation.like(named, subject, selection);
  }
}
