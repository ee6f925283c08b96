package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.conf.StockFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The user's files in a folder of the sandbox, with every address and path moved.
final class PrivateCopy {
  static final String ROOT = "nginx.conf";
  private static final String VARIABLES = "wsdoctor.conf";

  private static final Pattern SERVER_PLACE =
      Pattern.compile("(\\$\\{?)server_(port|addr)(?![A-Za-z0-9_])");

  /// Directives that run programs of the user's, which could act on anything.
  private static final Pattern PROGRAM =
      Pattern.compile(
          ".*_by_lua(_block|_file)?|js_(?!import$|path$).*|perl|perl_set|modsecurity.*");

  /// Handlers that call somebody and are not moved.
  private static final Pattern OTHER_PASS =
      Pattern.compile("(?!(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$).*_pass");

  private static final Set<String> KNOWN_BLOCKS = Set.of("events", "http", "stream", "mail");

  private final Configuration configuration;
  private final Workspace workspace;
  private final NginxBinary nginx;
  private final String requestTarget;
  private final List<Visit> visits;
  private final Set<SourceRange> leftOut;
  private final Moves moves = new Moves();
  private final Originals originals = new Originals();
  private final Listeners listeners;
  private final WrittenPaths writtenPaths;
  private final Certificates certificates;
  private final Map<String, String> names = new HashMap<>();

  /// @param leftOut locations in whose place an answer stands that nobody should get
  PrivateCopy(
      Configuration configuration,
      String requestTarget,
      Workspace workspace,
      NginxBinary nginx,
      FreePorts ports,
      Set<SourceRange> leftOut) {
    this.requestTarget = requestTarget;
    this.configuration = configuration;
    this.workspace = workspace;
    this.nginx = nginx;
    this.leftOut = Set.copyOf(leftOut);
    this.visits =
        Visit.all(configuration).stream().filter(visit -> !visit.isWithin(leftOut)).toList();
    this.listeners = new Listeners(ports, workspace);
    this.writtenPaths = new WrittenPaths(workspace);
    this.certificates = new Certificates(configuration.prefixes());
  }

  /// Whether names are resolved while it runs.
  static boolean hasResolver(Configuration configuration) {
    return Visit.all(configuration).stream().anyMatch(v -> v.name().equals("resolver"));
  }

  /// Writes the copy. `values` are the known values of `proxy_pass` with variables.
  void write(StandIns standIns, Map<Integer, String> values, int resolverPort) throws IOException {
    write(new Destinations(standIns, values, requestTarget, moves), resolverPort);
    standIns
        .ports()
        .forEach(
            (peer, port) -> originals.port(port, peer.authority(), peer.address(), peer.port()));
  }

  /// Writes a copy for any request, to servers that are known.
  void write(Servers servers) throws IOException {
    write(new Destinations(servers, moves), 0);
    servers.remember(originals);
  }

  private void write(Destinations destinations, int resolverPort) throws IOException {
    leaveOut();
    refuseWhatCannotRun();
    nameFiles();
    listeners.move(visits, moves, originals);
    destinations.move(visits, resolverPort);
    writtenPaths.move(visits, moves);
    certificates.move(visits, moves, workspace);
    moveIncludes();
    if (configuration.http().isPresent()) {
      insertDefaults(configuration.http().get(), destinations.definitions());
    }
    if (moves.trouble().isEmpty()) {
      writeFiles();
    }
  }

  private void leaveOut() {
    for (Visit visit : visits) {
      if (leftOut.contains(visit.directive().range())) {
        moves.replaceBody(visit.directive(), "return 502;");
      }
    }
  }

  private void refuseWhatCannotRun() {
    for (Visit visit : visits) {
      Directive directive = visit.directive();
      if (PROGRAM.matcher(visit.name()).matches()) {
        moves.impossible(
            "%s: %s runs a program that could act on live systems"
                .formatted(directive.where(), visit.name()));
      } else if (OTHER_PASS.matcher(visit.name()).matches() || isForeignBlock(visit)) {
        moves.impossible(
            "%s: what %s would call is not known".formatted(directive.where(), visit.name()));
      } else if (visit.name().equals("load_module")) {
        moveModule(directive);
      } else if (visit.name().equals("stream") || visit.name().equals("mail")) {
        moves.remove(directive);
      }
    }
  }

  /// A main block of a third-party module, such as `rtmp`.
  private static boolean isForeignBlock(Visit visit) {
    return visit.isIn("main")
        && visit.directive().isBlock()
        && !KNOWN_BLOCKS.contains(visit.name());
  }

  private void moveModule(Directive directive) {
    String file = directive.parameter();
    String path = file.startsWith("/") ? file : nginx.prefix() + "/" + file;
    if (Files.isReadable(Path.of(SourceFile.display(path)))) {
      moves.replaceParameter(directive, 0, path);
      return;
    }
    moves.impossible(
        "%s: the module %s is not installed here (%s)".formatted(directive.where(), file, path));
  }

  private void nameFiles() {
    for (SourceFile file : configuration.files()) {
      String name = names.isEmpty() ? ROOT : "f" + names.size() + ".conf";
      names.put(file.name(), workspace.path(name));
      originals.path(workspace.path(name), file.name());
    }
  }

  private void moveIncludes() {
    Map<SourceRange, List<String>> brought = new HashMap<>();
    for (SourceFile file : configuration.files()) {
      for (Directive include : configuration.includesOf(file)) {
        brought.computeIfAbsent(include.range(), _ -> new ArrayList<>()).add(file.name());
      }
    }
    for (SourceFile file : configuration.files()) {
      for (Directive include : configuration.parsed(file).includes()) {
        if (leftOut.stream().anyMatch(location -> location.contains(include.range()))) {
          continue;
        }
        moveInclude(include, brought.getOrDefault(include.range(), List.of()));
      }
    }
  }

  private void moveInclude(Directive include, List<String> files) {
    boolean withoutStock = nginx.gateway() || configuration.prefixes().home().isPresent();
    if (files.isEmpty() && withoutStock && StockFiles.isOne(include.parameter())) {
      moves.remove(include); // the nginx that brings it is elsewhere
      return;
    }
    if (files.isEmpty() && !include.parameter().matches("(?s).*[*?\\[].*")) {
      // Missing: nginx is to say so of the original name.
      moves.replaceParameter(include, 0, configuration.prefixes().inConf(include.parameter()));
      return;
    }
    String copies =
        files.stream()
            .sorted(Comparator.naturalOrder())
            .map(name -> "include " + Moves.quoted(names.getOrDefault(name, name)) + ";")
            .collect(Collectors.joining(" "));
    moves.replace(include.range(), copies + " ");
  }

  private void insertDefaults(Directive http, String definitions) throws IOException {
    String variables =
        """
        map $server_port $wsdoctor_port { default $server_port; %s }
        map $server_port $wsdoctor_addr { default $server_addr; %s }
        map "" %s { default ""; }
        geo %s { default "$"; }
        """
            .formatted(
                listeners.portsBack(),
                listeners.addressesBack(),
                Destinations.EMPTY,
                Destinations.DOLLAR.replaceAll("[{}]", ""));
    String path = workspace.write(VARIABLES, variables + definitions);
    moves.insertInto(
        http, "include " + Moves.quoted(path) + "; " + writtenPaths.defaults(http, nginx));
  }

  private void writeFiles() throws IOException {
    for (SourceFile file : configuration.files()) {
      switch (Edits.tryApply(file, moves.of(file))) {
        case Edits.Applied(String text) -> {
          String path = names.getOrDefault(file.name(), ROOT);
          workspace.write(path, withOriginalPorts(text));
        }
        case Edits.Refused(String reason) -> {
          moves.impossible(reason);
          return;
        }
      }
    }
  }

  private static String withOriginalPorts(String text) {
    return SERVER_PLACE.matcher(text).replaceAll("$1wsdoctor_$2");
  }

  /// Why there is no copy; empty if there is one.
  String trouble() {
    return moves.trouble();
  }

  Prefixes prefixes() {
    return configuration.prefixes();
  }

  Listeners listeners() {
    return listeners;
  }

  Originals originals() {
    return originals;
  }

  List<String> substitutions() {
    return certificates.missing();
  }

  /// The command that runs it.
  List<String> command() {
    List<String> command = new ArrayList<>(nginx.command());
    command.addAll(List.of("-p", configuration.prefixes().prefix(), "-c", workspace.path(ROOT)));
    if (nginx.takesErrorLogOption()) {
      command.addAll(List.of("-e", workspace.path(WrittenPaths.ERROR_LOG)));
    }
    boolean hasErrorLog = configuration.body("error_log").findAny().isPresent();
    command.addAll(List.of("-g", writtenPaths.globals(hasErrorLog)));
    return command;
  }
}
