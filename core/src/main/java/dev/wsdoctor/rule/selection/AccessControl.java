package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What keeps clients out of a location, or holds them back: a new location that takes requests of
/// it has to do the same, or what was closed is open.
record AccessControl(List<Directive> lines) {
  /// What is inherited as one: a level that has any of a row has all of that row
  /// (ngx_http_access_module has one array of rules).
  private static final List<List<String>> GUARDS =
      List.of(
          List.of("satisfy"),
          List.of("allow", "deny"),
          List.of("auth_basic"),
          List.of("auth_basic_user_file"),
          List.of("auth_request"),
          List.of("auth_request_set"));

  private static final List<List<String>> LIMITS =
      List.of(
          List.of("limit_except"),
          List.of("limit_req"),
          List.of("limit_req_status"),
          List.of("limit_conn"),
          List.of("limit_conn_status"),
          List.of("limit_rate"),
          List.of("limit_rate_after"));

  AccessControl {
    lines = List.copyOf(lines);
  }

  /// What a location like the model for requests that `before` answered has to have: what the model
  /// has, else what the location before has.
  static AccessControl of(Location model, Optional<Location> before) {
    return new AccessControl(
        Stream.concat(row(model, before, GUARDS), row(model, before, LIMITS)).toList());
  }

  /// What guards the location before and not the model.
  static AccessControl missing(Location model, Optional<Location> before) {
    return new AccessControl(
        of(model, before).lines.stream().filter(line -> !isOf(model, line)).toList());
  }

  private static Stream<Directive> row(
      Location model, Optional<Location> before, List<List<String>> rows) {
    List<Directive> own = inForce(model, rows);
    return own.isEmpty()
        ? before.stream().flatMap(location -> closing(inForce(location, rows)))
        : own.stream();
  }

  /// Without what opens: the model may be closed by its server.
  private static Stream<Directive> closing(List<Directive> lines) {
    boolean denies = lines.stream().anyMatch(line -> line.is("deny"));
    List<Directive> closing =
        lines.stream()
            .filter(line -> !line.parameter().equals("off"))
            .filter(line -> !line.is("allow") || denies)
            .toList();
    return closing.stream().allMatch(line -> line.is("satisfy")) ? Stream.of() : closing.stream();
  }

  private static List<Directive> inForce(Location location, List<List<String>> rows) {
    return rows.stream().flatMap(row -> inForce(location.scope(), row)).toList();
  }

  /// That of the location itself, or of those around it; what a server or http sets is inherited by
  /// every location anyway.
  private static Stream<Directive> inForce(Scope scope, List<String> row) {
    return scope.chain().reversed().stream()
        .map(Scope::block)
        .takeWhile(block -> block.is("location"))
        .map(block -> block.body().filter(line -> row.contains(line.name())).toList())
        .filter(found -> !found.isEmpty())
        .limit(1)
        .flatMap(List::stream);
  }

  private static boolean isOf(Location location, Directive line) {
    return Stream.concat(inForce(location, GUARDS).stream(), inForce(location, LIMITS).stream())
        .anyMatch(line::equals);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /// As they are to be written, a block such as limit_except in one line.
  List<String> texts() {
    return lines.stream().map(AccessControl::text).toList();
  }

  private static String text(Directive line) {
    return line.is("limit_except")
        ? line.range().text().replaceAll("#.*", "").replaceAll("\\s+", " ").strip()
        : line.head().text().strip() + ";";
  }

  /// To be added to a sentence; empty where nothing guards.
  String comesAlong() {
    return isEmpty() ? "" : "; access control comes along: " + names();
  }

  String names() {
    return lines.stream().map(Directive::name).distinct().collect(Collectors.joining(", "));
  }
}
