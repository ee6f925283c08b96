package dev.wsdoctor.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A source expression of a Content-Security-Policy, and what it matches (CSP3, 6.7.2.8), in those
/// places where browsers are stricter as Chromium does: `example.com` matches no socket, and
/// `ws://example.com:8443` no wss.
record PolicySource(String expression) {
  private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):");
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)(?:([a-z][a-z0-9+.-]*)://)?(\\*|(?:\\*\\.)?[a-z0-9_.-]+)(?::(\\d{1,5}|\\*))?(/[^?#]*)?([?#].*)?");

  boolean matches(Target page, Target url) {
    if (expression.equals("*")) {
      return true;
    }
    if (expression.startsWith("'")) {
      return expression.equalsIgnoreCase("'self'") && isOwn(page, url);
    }
    Matcher scheme = SCHEME.matcher(expression);
    if (scheme.matches()) {
      return scheme(scheme.group(1), url) != Match.NONE;
    }
    Matcher host = HOST.matcher(expression);
    return host.matches() && isAtHost(host, page, url);
  }

  /// Sockets of the same host and port are the page's own, too.
  private static boolean isOwn(Target page, Target url) {
    boolean samePort = page.port() == url.port() || (page.hasDefaultPort() && url.hasDefaultPort());
    return page.host().equalsIgnoreCase(url.host()) && samePort && (url.tls() || !page.tls());
  }

  private static boolean isAtHost(Matcher source, Target page, Target url) {
    String written = source.group(1) == null ? page.scheme() : source.group(1);
    Match scheme = scheme(written, url);
    Match port = port(source.group(3), url);
    return scheme != Match.NONE
        && port != Match.NONE
        && !(scheme == Match.UPGRADED && port == Match.EXACT)
        && !(scheme == Match.EXACT && port == Match.UPGRADED)
        && host(source.group(2), url)
        && path(source.group(4), url);
  }

  /// `UPGRADED` where only the encrypted sister of what is written fits.
  private enum Match {
    NONE,
    EXACT,
    UPGRADED,
    ANY
  }

  private static Match scheme(String written, Target url) {
    if (written.equalsIgnoreCase(url.scheme())) {
      return Match.EXACT;
    }
    return url.scheme().equalsIgnoreCase(written + "s") ? Match.UPGRADED : Match.NONE;
  }

  private static Match port(String written, Target url) {
    if (written == null) {
      return url.hasDefaultPort() ? Match.ANY : Match.NONE;
    }
    if (written.equals("*")) {
      return Match.ANY;
    }
    int port = Integer.parseInt(written);
    if (port == url.port()) {
      return Match.EXACT;
    }
    return port == 80 && url.tls() && url.hasDefaultPort() ? Match.UPGRADED : Match.NONE;
  }

  private static boolean host(String written, Target url) {
    String suffix = written.startsWith("*") ? written.substring(1) : "";
    int from = url.host().length() - suffix.length();
    return written.startsWith("*")
        ? url.host().regionMatches(true, from, suffix, 0, suffix.length())
        : url.host().equalsIgnoreCase(written);
  }

  private static boolean path(String written, Target url) {
    if (written == null || written.equals("/")) {
      return true;
    }
    return written.endsWith("/") ? url.path().startsWith(written) : url.path().equals(written);
  }
}
