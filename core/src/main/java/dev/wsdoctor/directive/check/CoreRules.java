package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.Quantities;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Directives of ngx_http_core_module and its neighbours.
final class CoreRules {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "all|unix:|((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$|/)|(?=$|/))){4}(/(3[0-2]|[12]?\\d))?"
              + "|[0-9a-fA-F]*:[0-9a-fA-F:.]*(/(12[0-8]|1[01]\\d|\\d?\\d))?");

  /// What no host name has or is.
  private static final Pattern NO_NAME = Pattern.compile("[/$,\\s:]|^all$|^[\\d.]+$");

  private static final Set<String> EVENT_METHODS =
      Set.of("epoll", "poll", "select", "kqueue", "eventport", "/dev/poll", "iocp");

  private final Report report;
  private final Variables variables;

  private final Set<String> logFormats = new HashSet<>(Set.of("combined"));

  CoreRules(Report report, Variables variables) {
    this.report = report;
    this.variables = variables;
  }

  void addTo(CheckTable table) {
    table.put(this::location, "location");
    table.put(this::serverName, "server_name");
    table.put(this::errorPage, "error_page");
    table.put(this::tryFiles, "try_files");
    table.put(line -> third(line, "always"), "add_header", "add_trailer");
    table.put(line -> third(line, "if_not_empty"), "fastcgi_param", "uwsgi_param", "scgi_param");
    table.put(line -> variables.regex(line, line.parameter()), "fastcgi_split_path_info");
    table.put(this::address, "allow", "deny");
    table.put(this::root, "root", "alias");
    table.put(this::workerConnections, "worker_connections");
    table.put(this::workerProcesses, "worker_processes");
    table.put(this::logFormat, "log_format");
    table.put(this::accessLog, "access_log");
    table.put(this::trustedAddress, "set_real_ip_from");
    table.put(this::eventMethod, "use");
    table.put(this::module, "load_module");
  }

  private void location(Directive directive, Block block) {
    LocationName location = LocationName.of(directive.parameters());
    if (location.kind() == LocationName.Kind.INVALID) {
      report.error(directive, "invalid location modifier \"" + location.name() + "\"");
      return;
    }
    if (location.kind() == LocationName.Kind.REGEX) {
      variables.regex(directive, location.name());
    }
    if (block.context() == Context.LOCATION) {
      block.directive().ifPresent(outer -> nested(directive, location, outer));
    }
    block.locations().add(location, directive);
  }

  private void nested(Directive directive, LocationName inner, Directive outerDirective) {
    LocationName outer = LocationName.of(outerDirective.parameters());
    String name = "location \"" + inner.name() + "\"";
    String outerName = "location \"" + outer.name() + "\"";
    if (outer.kind() == LocationName.Kind.EXACT) {
      report.error(directive, name + " cannot be inside the exact " + outerName);
    } else if (outer.kind() == LocationName.Kind.NAMED) {
      report.error(directive, name + " cannot be inside the named " + outerName);
    } else if (inner.kind() == LocationName.Kind.NAMED) {
      report.error(directive, "named " + name + " can be on the server level only");
    } else if (inner.kind() != LocationName.Kind.REGEX && !inner.name().startsWith(outer.name())) {
      report.error(directive, name + " is outside " + outerName);
    }
  }

  private void serverName(Directive directive, Block block) {
    boolean unusual = false;
    for (String name : directive.parameters()) {
      unusual |= ListenTable.isUnusual(name);
      boolean wildcard = name.startsWith("*") && (name.length() < 3 || name.charAt(1) != '.');
      if (wildcard || name.equals(".")) {
        report.error(directive, "server name \"" + name + "\" is invalid");
      } else if (name.equals("~")) {
        report.error(directive, "empty regex in server name \"~\"");
      } else if (name.startsWith("~")) {
        variables.regex(directive, name.substring(1));
      }
    }
    if (unusual) {
      block.keep(directive);
    }
  }

  private void errorPage(Directive directive) {
    List<String> parameters = directive.parameters();
    String before = parameters.get(parameters.size() - 2);
    int codes = parameters.size() - 1;
    if (before.startsWith("=")) {
      codes--;
      boolean valid = before.length() == 1 || Quantities.number(before.substring(1)).isPresent();
      if (codes == 0 || !valid) {
        report.error(directive, "invalid value \"" + before + "\"");
        return;
      }
    }
    parameters.subList(0, codes).forEach(code -> errorCode(directive, code));
    variables.use(directive, parameters.getLast());
  }

  private void errorCode(Directive directive, String code) {
    long number = Quantities.number(code).orElse(499);
    if (number == 499) {
      report.error(directive, "invalid value \"" + code + "\"");
    } else if (number < 300 || number > 599) {
      report.error(directive, "value \"" + code + "\" must be between 300 and 599");
    }
  }

  private void tryFiles(Directive directive) {
    String last = directive.lastParameter();
    boolean valid =
        !last.startsWith("=") || Quantities.number(last.substring(1)).orElse(1000) <= 999;
    if (!valid) {
      report.error(directive, "invalid code \"" + last + "\"");
    }
  }

  /// A third parameter, if there is one, must be that word.
  private void third(Directive directive, String word) {
    List<String> parameters = directive.parameterCount() == 3 ? directive.parameters() : List.of();
    if (!parameters.isEmpty() && !parameters.get(2).equals(word)) {
      report.error(directive, "invalid parameter \"" + parameters.get(2) + "\"");
    }
  }

  /// Those of all systems; which of them this one has nobody knows here.
  private void eventMethod(Directive directive) {
    if (!EVENT_METHODS.contains(directive.parameter())) {
      report.error(directive, "invalid event type \"" + directive.parameter() + "\"");
    }
  }

  /// Modules have to be there before the first block that asks them.
  private void module(Directive directive, Block main) {
    if (Stream.of("events", "http", "stream", "mail").anyMatch(main::has)) {
      report.error(directive, "\"load_module\" directive is specified too late");
    }
  }

  private void address(Directive directive) {
    if (!ADDRESS.matcher(directive.parameter()).matches()) {
      report.error(directive, "invalid parameter \"" + directive.parameter() + "\"");
    }
  }

  /// nginx looks up what is no address; what cannot be a name either is found nowhere.
  private void trustedAddress(Directive directive) {
    String address = directive.parameter();
    boolean known = ADDRESS.matcher(address).matches() && !address.equals("all");
    if (!known && NO_NAME.matcher(address).find()) {
      report.error(directive, "host not found in set_real_ip_from \"" + address + "\"");
    }
  }

  private void workerConnections(Directive directive) {
    if (Quantities.number(directive.parameter()).isEmpty()) {
      report.error(directive, "invalid number \"" + directive.parameter() + "\"");
    }
  }

  private void workerProcesses(Directive directive) {
    boolean auto = directive.parameter().equals("auto");
    if (!auto && Quantities.number(directive.parameter()).isEmpty()) {
      report.error(directive, "\"worker_processes\" directive invalid value");
    }
  }

  private void logFormat(Directive directive) {
    if (!logFormats.add(directive.parameter())) {
      report.error(directive, "duplicate \"log_format\" name \"" + directive.parameter() + "\"");
    }
  }

  private void accessLog(Directive directive) {
    if (directive.parameterCount() > 1 && !directive.parameter().equals("off")) {
      String format = directive.parameters().get(1);
      if (!logFormats.contains(format)) {
        report.error(directive, "unknown log format \"" + format + "\"");
        return;
      }
      directive.parameters().subList(2, directive.parameterCount()).stream()
          .flatMap(option -> logProblem(option).stream())
          .findFirst()
          .ifPresent(problem -> report.error(directive, problem));
    } else if (directive.parameterCount() > 1) {
      report.error(directive, "invalid parameter \"" + directive.parameters().get(1) + "\"");
    }
  }

  /// ngx_http_log_set_log
  private static Optional<String> logProblem(String option) {
    String value = option.substring(option.indexOf('=') + 1);
    String quoted = " \"" + value + "\"";
    if (option.startsWith("buffer=")) {
      return Optional.of("invalid buffer size" + quoted)
          .filter(_ -> Quantities.size(value).orElse(0) == 0);
    }
    if (option.startsWith("flush=")) {
      return Optional.of("invalid flush time" + quoted)
          .filter(_ -> Quantities.milliseconds(value).orElse(0) == 0);
    }
    if (option.startsWith("gzip=")) {
      long level = Quantities.number(value).orElse(0);
      return Optional.of("invalid compression level" + quoted).filter(_ -> level < 1 || level > 9);
    }
    return Optional.of("invalid parameter \"" + option + "\"")
        .filter(_ -> !option.equals("gzip") && !option.startsWith("if="));
  }

  /// The two exclude each other.
  private void root(Directive directive, Block block) {
    String other = directive.is("root") ? "alias" : "root";
    if (block.has(other)) {
      report.error(
          directive,
          "\"%s\" directive is duplicate, \"%s\" directive was specified earlier"
              .formatted(directive.name(), other));
    }
  }
}
