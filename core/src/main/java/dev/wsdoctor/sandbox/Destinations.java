package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends everything that would leave for an upstream to a stand-in.
///
/// Peers in `upstream` and literal addresses are replaced where they stand. A `proxy_pass` with
/// variables first goes to a stand-in that learns its value, `values`; with the value known it
/// becomes that value, moved, and an empty variable, so that nginx still treats it as one with
/// variables (no prefix is replaced, the `resolver` is asked).
final class Destinations {
  /// A request that carries the number of a `proxy_pass` and its value, which may have spaces.
  static final Pattern CAPTURED =
      Pattern.compile("(?s)[A-Z]+ /wsdoctor-([0-9]+)/(.*?) HTTP/1\\.[01]\r\n.*");

  /// Scheme, authority and the rest of a literal or evaluated `proxy_pass`.
  private static final Pattern URL =
      Pattern.compile("(?is)(https?://)(unix:[^:?$]*:?|[^/?$]*)(.*)");

  private static final Set<String> OTHER_PASSES =
      Set.of("fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass", "grpc_pass");
  static final String EMPTY = "$wsdoctor_empty";
  static final String DOLLAR = "${wsdoctor_dollar}";

  private final Places places;
  private final Map<Integer, String> values;
  private final Optional<VariablePasses> mapped;
  private final String requestTarget;
  private final Moves moves;
  private final Set<String> upstreams = new HashSet<>();
  private final Set<String> authorizations = new HashSet<>();
  private final Map<String, Peer> literals = new HashMap<>();
  private final Map<SourceRange, Integer> captures = new LinkedHashMap<>();

  /// For one request, to servers that stand in.
  Destinations(StandIns standIns, Map<Integer, String> values, String requestTarget, Moves moves) {
    this.places = standIns;
    this.values = values;
    this.mapped = Optional.empty();
    this.requestTarget = requestTarget;
    this.moves = moves;
  }

  /// For any request, to servers that are known; what variables give is looked up by nginx itself.
  Destinations(Servers servers, Moves moves) {
    this.places = servers;
    this.values = Map.of();
    this.mapped = Optional.of(new VariablePasses(servers));
    this.requestTarget = "";
    this.moves = moves;
  }

  /// Directives for the `http` block that the moved ones need.
  String definitions() {
    return mapped.map(passes -> passes.maps(upstreams)).orElse("");
  }

  void move(List<Visit> visits, int resolverPort) throws IOException {
    visits.forEach(this::learn);
    for (Visit visit : visits) {
      Directive directive = visit.directive();
      if (directive.parameters().isEmpty()) {
        continue;
      }
      if (visit.name().equals("server") && visit.isIn("upstream")) {
        moveServer(directive);
      } else if (visit.name().equals("proxy_pass")) {
        movePass(visit);
      } else if (OTHER_PASSES.contains(visit.name())) {
        moveOther(directive);
      } else if (visit.name().equals("resolver")) {
        moveResolver(directive, resolverPort);
      }
    }
  }

  private void learn(Visit visit) {
    Directive directive = visit.directive();
    if (visit.name().equals("upstream")) {
      upstreams.add(directive.parameter().toLowerCase(Locale.ROOT));
    } else if (visit.name().equals("auth_request") && !directive.parameter().equals("off")) {
      authorizations.add(directive.parameter().replaceFirst("\\?.*", ""));
    } else if (visit.name().equals("proxy_pass") && !directive.parameter().contains("$")) {
      Matcher url = URL.matcher(directive.parameter());
      if (url.matches() && !isUpstream(url.group(2))) {
        Peer peer = peer(url, role(visit));
        literals.putIfAbsent(key(peer), peer);
      }
    }
  }

  private static String key(Peer peer) {
    return peer.name().toLowerCase(Locale.ROOT);
  }

  private boolean isUpstream(String authority) {
    return upstreams.contains(authority.toLowerCase(Locale.ROOT));
  }

  private static Peer peer(Matcher url, Peer.Role role) {
    int defaultPort = url.group(1).equalsIgnoreCase("https://") ? 443 : 80;
    return Peer.of(url.group(2), defaultPort, role);
  }

  /// Whether the location around it is one that an `auth_request` asks and the client does not.
  private Peer.Role role(Visit visit) {
    if (mapped.isPresent()) {
      return Peer.Role.BACKEND; // it knows itself what it is asked
    }
    boolean asks =
        visit.around().reversed().stream()
            .filter(d -> d.is("location") && !d.parameters().isEmpty())
            .findFirst()
            .map(location -> location.lastParameter())
            .filter(name -> authorizations.stream().anyMatch(uri -> uri.startsWith(name)))
            .filter(name -> authorizations.contains(name) || !requestTarget.startsWith(name))
            .isPresent();
    return asks ? Peer.Role.AUTHORIZATION : Peer.Role.BACKEND;
  }

  private void moveServer(Directive server) throws IOException {
    Peer peer = Peer.of(server.parameter(), 80, Peer.Role.BACKEND);
    moves.replaceParameter(server, 0, places.of(peer, server));
  }

  private void movePass(Visit visit) throws IOException {
    Directive pass = visit.directive();
    if (pass.parameter().contains("$")) {
      moveVariable(visit);
      return;
    }
    Matcher url = URL.matcher(pass.parameter());
    if (!url.matches()) {
      // nginx refuses it: invalid URL prefix.
      return;
    }
    Peer.Role role = role(visit);
    if (isUpstream(url.group(2)) && role == Peer.Role.BACKEND) {
      return;
    }
    moves.replaceParameter(pass, 0, url.group(1) + inUrl(peer(url, role), pass) + url.group(3));
  }

  /// `unix:/path:` ends in a colon where a URI may follow.
  private String inUrl(Peer peer, Directive pass) throws IOException {
    String place = places.of(peer, pass);
    return place.startsWith("unix:") ? place + ":" : place;
  }

  private void moveVariable(Visit visit) throws IOException {
    Directive pass = visit.directive();
    SourceRange range = pass.parameterRange(0);
    if (mapped.isPresent()) {
      moves.replace(range, mapped.get().variable(range));
      return;
    }
    int number = captures.computeIfAbsent(range, _ -> captures.size());
    String value = values.get(number);
    if (value != null) {
      String moved =
          movedValue(value, role(visit), pass).replace("\\", "\\\\").replace("\"", "\\\"");
      moves.replace(range, '"' + moved.replace("$", DOLLAR) + EMPTY + '"');
      return;
    }
    Peer.Role role = role(visit) == Peer.Role.BACKEND ? Peer.Role.CAPTURE : role(visit);
    Peer capture = new Peer("capture", "capture-" + role, 1, role);
    String prefix = "http://" + places.of(capture, pass) + "/wsdoctor-" + number + "/";
    String raw = range.text();
    boolean isQuoted = raw.startsWith("\"") || raw.startsWith("'");
    moves.replace(range, isQuoted ? raw.charAt(0) + prefix + raw.substring(1) : prefix + raw);
  }

  /// The value as nginx would look it up at run time (ngx_http_upstream_init_request): an address
  /// is called, a name is sought among `upstream` blocks and literal `proxy_pass`, then resolved.
  private String movedValue(String value, Peer.Role role, Directive pass) throws IOException {
    Matcher url = URL.matcher(value);
    if (!url.matches() || isUpstream(url.group(2))) {
      return value;
    }
    Peer peer = peer(url, role);
    Peer literal = literals.get(key(peer));
    if (literal != null || isAddress(peer)) {
      return url.group(1) + places.of(peer, pass) + url.group(3);
    }
    String port = places.of(peer, pass).replaceFirst(".*:", "");
    return url.group(1) + peer.address() + ":" + port + url.group(3);
  }

  private static boolean isAddress(Peer peer) {
    return peer.port() == 0
        || peer.address().startsWith("[")
        || peer.address().matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private void moveOther(Directive pass) throws IOException {
    String written = pass.parameter();
    String scheme = written.replaceFirst("(?i)^(grpcs?://|suwsgi://|uwsgi://)?.*", "$1");
    String authority = written.substring(scheme.length());
    if (isUpstream(authority)) {
      return;
    }
    Peer peer = Peer.of(authority, 80, Peer.Role.BACKEND);
    moves.replaceParameter(pass, 0, scheme + places.of(peer, pass));
  }

  private void moveResolver(Directive resolver, int port) {
    if (mapped.isPresent()) {
      moves.remove(resolver); // no name is left to be resolved
      return;
    }
    boolean placed = false;
    for (int i = 0; i < resolver.parameterCount(); i++) {
      if (!resolver.parameters().get(i).contains("=")) {
        moves.replace(resolver.parameterRange(i), placed ? "" : "127.0.0.1:" + port);
        placed = true;
      }
    }
  }
}
