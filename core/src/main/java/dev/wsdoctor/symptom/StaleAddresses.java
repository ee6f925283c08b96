package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.log.Sighting;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells an address that nginx does not get to and that the name in its configuration has no more:
/// nginx looks a literal name up once, when it loads (`ngx_http_upstream_init_round_robin`), and
/// writes into its error log to which address it went.
final class StaleAddresses {
  private static final String UNREACHABLE = "upstream-unreachable";

  private final Optional<Subject> subject;
  private final NameLookup names;

  StaleAddresses(Optional<Subject> subject, NameLookup names) {
    this.subject = subject;
    this.names = names;
  }

  List<Clue> clues(ErrorTally errors) {
    return errors.sightings().stream()
        .filter(sighting -> sighting.signature().cause().filter(UNREACHABLE::equals).isPresent())
        .flatMap(sighting -> clue(sighting).stream())
        .limit(1)
        .toList();
  }

  private Optional<Clue> clue(Sighting sighting) {
    return sighting
        .latest()
        .upstream()
        .map(LoggedUrl::address)
        .filter(address -> address.matches("[0-9.]+:[0-9]+|\\[[0-9a-fA-F:.]+\\]:[0-9]+"))
        .flatMap(address -> stale(address, sighting));
  }

  private Optional<Clue> stale(String address, Sighting sighting) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    List<Upstream.Peer> peers =
        peers().filter(peer -> address.endsWith(":" + peer.port())).toList();
    boolean written =
        peers.stream().anyMatch(peer -> peer.address().replaceAll("[\\[\\]]", "").equals(host));
    return peers.stream()
        .map(Upstream.Peer::address)
        .filter(name -> !written && isName(name))
        .findFirst()
        .flatMap(name -> moved(name, host, address, sighting));
  }

  private Optional<Clue> moved(String name, String host, String address, Sighting sighting) {
    List<String> now = names.addresses(name);
    if (now.isEmpty() || now.contains(host)) {
      return Optional.empty();
    }
    return Optional.of(
        Clue.error(
            "upstream-address-stale",
            0.97,
            "nginx goes to %s, and %s leads to %s now: its address has changed since nginx was loaded"
                .formatted(address, name, String.join(", ", now)),
            "nginx looks a literal name up once, when it loads, and keeps the address until a reload; a container that is"
                + " started again often gets another one.",
            "reload nginx now; to follow the name by itself put it into a variable and set a resolver",
            Evidence.log(sighting.often() + ": " + sighting.latest().message())));
  }

  /// Those whose names nginx looks up when it loads.
  private Stream<Upstream.Peer> peers() {
    return subject.stream()
        .flatMap(Subject::proxied)
        .map(Outcome.Proxied::target)
        .filter(target -> !target.resolvedAtRunTime())
        .map(ProxyTarget::upstream)
        .flatMap(Optional::stream)
        .flatMap(group -> group.peers().stream());
  }

  private static boolean isName(String address) {
    return address.matches("(?i)[a-z0-9._-]*[a-z][a-z0-9._-]*") && !address.equals("localhost");
  }
}
