package dev.wsdoctor.gateway.command;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.exchange.EventLoops;
import dev.wsdoctor.gateway.support.Modules;
import dev.wsdoctor.gateway.tls.Library;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `-v`, `-V` and `-h` say (ngx_show_version_info).
final class VersionText {
  private VersionText() {}

  static String of(Options options) {
    return Stream.of(
            Stream.of("nginx version: nginx/" + options.version()),
            options.help() ? Stream.of(help()) : Stream.<String>empty(),
            options.showConfigure() ? configure().stream() : Stream.<String>empty())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static String help() {
    return """
    Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
                 [-e filename] [-c filename] [-g directives]
                 [--report] [--nginx-version version]

    Options:
      -?,-h         : this help
      -v            : show version and exit
      -V            : show version and configure options then exit
      -t            : test configuration and exit
      -T            : test configuration, dump it and exit
      -q            : suppress non-error messages during configuration testing
      -s signal     : send signal to a master process: stop, quit, reopen, reload
      -p prefix     : set prefix path (default: %s)
      -e filename   : set error log file (default: stderr)
      -c filename   : set configuration file (default: %s)
      -g directives : set global directives out of configuration file

    Options of this gateway, which nginx does not have:
      --report                : list the directives that it does not execute, and exit
      --nginx-version version : behave as this release of nginx (default: %s)
    """
        .formatted(Paths.PREFIX, Paths.CONFIGURATION, NginxVersion.NEWEST_STABLE);
  }

  private static List<String> configure() {
    boolean ownSockets = EventLoops.haveOwnSockets();
    return List.of(
        "built by wsdoctor: this is its gateway, which runs nginx.conf without nginx",
        "sockets: " + (ownSockets ? "epoll, recv and send" : "the JDK's"),
        "TLS: " + (Library.preferred(ownSockets) == Library.OPENSSL ? "OpenSSL 3" : "the JDK's"),
        "answers of proxy_cache: kept in memory, not in files",
        "TLS SNI support enabled",
        "configure arguments: "
            + Stream.concat(places(), Modules.flags().stream()).collect(Collectors.joining(" ")));
  }

  private static Stream<String> places() {
    return Stream.of(
        "--prefix=" + Paths.PREFIX.substring(0, Paths.PREFIX.length() - 1),
        "--conf-path=" + Paths.CONFIGURATION,
        "--error-log-path=stderr",
        "--pid-path=" + Paths.PID);
  }
}
