package dev.wsdoctor.directive;

import java.util.List;

/// The words of syslog as nginx has them (`ngx_syslog.c`), in the order of their numbers.
public final class SyslogWords {
  public static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "intern",
          "lpr",
          "news",
          "uucp",
          "clock",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "cron",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");

  public static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

  private SyslogWords() {}
}
