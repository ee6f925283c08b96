package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Nginx;
import java.util.List;

/// The listener that a URL reaches: a name can point to any address of the machine, so the
/// likeliest one of the configuration's listeners on the port is taken.
final class Dialled {
  /// An address that no configuration listens on by name (RFC 5737): it reaches only wildcards.
  private static final String ELSEWHERE = "192.0.2.1";

  private Dialled() {}

  static Connection of(Target target, Nginx nginx) {
    String address = address(target, nginx);
    return target.tls()
        ? Connection.tls(address, target.port(), target.host())
        : Connection.plain(address, target.port());
  }

  private static String address(Target target, Nginx nginx) {
    if (target.host().equals("localhost")) {
      return "127.0.0.1";
    }
    if (target.host().matches("[0-9.]+") || target.host().contains(":")) {
      return target.host();
    }
    List<Listen> listens = listens(target.port(), nginx);
    boolean wildcard =
        listens.isEmpty() || listens.stream().anyMatch(listen -> listen.address().equals("*"));
    return wildcard
        ? ELSEWHERE
        : listens.getFirst().address().replaceAll("^\\[|\\]$", "").replaceAll("^::$", "::1");
  }

  private static List<Listen> listens(int port, Nginx nginx) {
    return nginx.listens(port);
  }
}
