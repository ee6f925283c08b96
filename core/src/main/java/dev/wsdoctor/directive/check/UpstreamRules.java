package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Optional;

/// `proxy_pass`, and `upstream` with its servers.
final class UpstreamRules {
  private static final String URI_PART_REFUSED =
      "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named"
          + " location, or inside \"if\" statement, or inside \"limit_except\" block";

  /// Noted where a balancing method has been chosen that knows no backup servers.
  private static final String NO_BACKUP = "no backup";

  private final NginxVersion version;
  private final Report report;
  private final UpstreamTable ofHttp;
  private final UpstreamTable ofStream;

  UpstreamRules(NginxVersion version, Report report, UpstreamTable ofHttp, UpstreamTable ofStream) {
    this.version = version;
    this.report = report;
    this.ofHttp = ofHttp;
    this.ofStream = ofStream;
  }

  void addTo(CheckTable table) {
    table.putOfHttp(this::proxyPass, "proxy_pass");
    table.put(this::upstream, "upstream");
    table.put(this::server, "server");
    table.put(this::keepalive, "keepalive");
    table.put(this::hash, "hash");
    table.put(this::resolver, "resolver");
    table.put((_, block) -> block.first(NO_BACKUP), "ip_hash", "random");
    table.put((directive, block) -> block.first(directive.name()), "zone");
  }

  private void proxyPass(Directive directive, Block block) {
    String url = directive.parameter();
    if (url.indexOf('$') >= 0) {
      return;
    }
    boolean plain = url.regionMatches(true, 0, "http://", 0, 7);
    boolean tls = url.regionMatches(true, 0, "https://", 0, 8);
    if (!plain && !tls) {
      report.error(directive, "invalid URL prefix");
      return;
    }
    String rest = url.substring(tls ? 8 : 7);
    Optional<String> problem = UpstreamAddress.problem(rest, true);
    if (problem.isPresent()) {
      report.error(directive, problem.get() + " in upstream \"" + rest + "\"");
    } else if (UpstreamAddress.hasUri(rest) && refusesUri(block)) {
      report.error(directive, URI_PART_REFUSED);
    } else {
      ofHttp.addPassed(directive, rest);
    }
  }

  /// A second parameter, if there is one, must be that word.
  private void hash(Directive directive, Block block) {
    if (directive.parameterCount() == 2 && !directive.lastParameter().equals("consistent")) {
      report.error(directive, "invalid parameter \"" + directive.lastParameter() + "\"");
    }
    block.first(NO_BACKUP);
  }

  private static boolean refusesUri(Block block) {
    if (block.context() != Context.LOCATION) {
      return true;
    }
    return block.directive().map(d -> LocationName.of(d.parameters())).stream()
        .anyMatch(
            name ->
                name.kind() == LocationName.Kind.REGEX || name.kind() == LocationName.Kind.NAMED);
  }

  private void upstream(Directive directive, Block block) {
    (block.context() == Context.HTTP ? ofHttp : ofStream).add(directive);
  }

  /// Since 1.29.7 the pool is on by default and 0 turns it off.
  private void keepalive(Directive directive) {
    long number = Quantities.number(directive.parameter()).orElse(-1);
    if (number < (version.isAtLeast(1, 29, 7) ? 0 : 1)) {
      report.error(
          directive, "invalid value \"" + directive.parameter() + "\" in \"keepalive\" directive");
    } else if (directive.parameterCount() == 2 && !directive.lastParameter().equals("local")) {
      report.error(directive, "invalid parameter \"" + directive.lastParameter() + "\"");
    }
  }

  /// Names that an upstream resolves at run time may be asked of those of the whole block.
  private void resolver(Directive directive, Block block) {
    if (block.context() == Context.HTTP) {
      ofHttp.resolves();
    } else if (block.context() == Context.STREAM) {
      ofStream.resolves();
    }
  }

  private void server(Directive directive, Block block) {
    if (block.context() != Context.UPSTREAM && block.context() != Context.STREAM_UPSTREAM) {
      return;
    }
    List<String> parameters = directive.parameters();
    boolean backup = parameters.contains("backup");
    for (String parameter : parameters.subList(1, parameters.size())) {
      if (parameter.equals("backup") && block.has(NO_BACKUP)) {
        report.error(directive, "balancing method does not support parameter \"backup\"");
        return;
      }
      if (!isServerParameter(parameter) || isMissing(parameter, block)) {
        report.error(directive, "invalid parameter \"" + parameter + "\"");
        return;
      }
    }
    Optional<String> service = serviceProblem(parameters);
    if (service.isPresent()) {
      report.error(directive, service.get());
      return;
    }
    block.first("any server");
    if (!backup) {
      block.first("primary server");
    }
    String address = parameters.getFirst();
    boolean needsPort = block.context() == Context.STREAM_UPSTREAM;
    UpstreamAddress.problem(address, false)
        .or(() -> needsPort ? UpstreamAddress.lackOfPort(address) : Optional.empty())
        .ifPresent(why -> report.error(directive, why + " in upstream \"" + address + "\""));
    if (parameters.contains("resolve") && UpstreamAddress.isName(address)) {
      block.first("name to resolve");
    }
  }

  /// Not in this free nginx; the commercial one, which has other directives of its own, has them
  /// all, and had those of 1.27.3 and 1.29.6 before.
  private boolean isMissing(String parameter, Block block) {
    boolean isThere =
        switch (parameter.substring(0, parameter.indexOf('=') + 1)) {
          case "" ->
              switch (parameter) {
                case "resolve" -> version.isAtLeast(1, 27, 3);
                case "drain" -> hasSticky(block);
                default -> true;
              };
          case "service=" -> version.isAtLeast(1, 27, 3);
          case "route=" -> hasSticky(block);
          case "slow_start=" -> false;
          default -> true;
        };
    return !isThere && !report.hasThirdParty();
  }

  private boolean hasSticky(Block block) {
    return block.context() == Context.UPSTREAM && version.isAtLeast(1, 29, 6);
  }

  /// A service is a name that is asked for again and again, with the ports of its servers.
  private static Optional<String> serviceProblem(List<String> parameters) {
    String address = parameters.getFirst();
    Optional<String> service =
        parameters.stream().filter(parameter -> parameter.startsWith("service=")).findFirst();
    if (service.isEmpty()) {
      return Optional.empty();
    }
    if (service.get().equals("service=")) {
      return Optional.of("service is empty");
    }
    String what = "service upstream \"" + address + "\" ";
    if (!parameters.contains("resolve")) {
      return Optional.of(what + "requires \"resolve\" parameter");
    }
    if (UpstreamAddress.lackOfPort(address).isEmpty()) {
      return Optional.of(what + "may not have port");
    }
    return UpstreamAddress.isName(address)
        ? Optional.empty()
        : Optional.of(what + "requires domain name");
  }

  private static boolean isServerParameter(String parameter) {
    int equals = parameter.indexOf('=');
    String value = parameter.substring(equals + 1);
    return switch (parameter.substring(0, equals + 1)) {
      case "" -> List.of("backup", "down", "resolve", "drain").contains(parameter);
      case "weight=" -> Quantities.number(value).orElse(0) > 0;
      case "max_conns=", "max_fails=" -> Quantities.number(value).isPresent();
      case "fail_timeout=", "slow_start=" -> Quantities.seconds(value).isPresent();
      case "service=", "route=" -> true;
      default -> false;
    };
  }

  void end(Directive directive, Block block) {
    UpstreamTable table = block.context() == Context.UPSTREAM ? ofHttp : ofStream;
    if (!block.has("any server")) {
      report.errorAtEnd(directive, "no servers are inside upstream");
    } else if (!block.has("primary server")) {
      table.addWithoutServers(directive);
    }
    if (block.has("name to resolve")) {
      table.addResolved(directive, block.has("zone"), block.has("resolver"));
    }
  }
}
