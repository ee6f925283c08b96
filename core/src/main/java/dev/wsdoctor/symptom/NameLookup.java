package dev.wsdoctor.symptom;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/// Where a host name leads now, as addresses without brackets; none where that is not known.
public interface NameLookup {
  /// For who may not look: nothing is asked.
  NameLookup NONE = _ -> List.of();

  /// This machine's own: /etc/hosts and its name servers.
  NameLookup SYSTEM = NameLookup::bySystem;

  List<String> addresses(String name);

  private static List<String> bySystem(String name) {
    try {
      return Stream.of(InetAddress.getAllByName(name)).map(InetAddress::getHostAddress).toList();
    } catch (UnknownHostException _) {
      return List.of();
    }
  }
}
