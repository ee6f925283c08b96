package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `limit_conn` (`ngx_http_limit_conn_handler`): requests under way, tunnels among them. May be
/// used by many threads.
public final class ConnectionLimits {
  private static final int MAX_KEY = 255;

  private final Map<String, ConnectionZone> zones = new HashMap<>();

  /// What becomes of a request. Where a status is set the main request is through with limit_conn.
  ///
  /// @param status for `$limit_conn_status`; absent if no limit had a key
  /// @param answer the status that it is refused with
  /// @param lease to be ended once, when the request has ended
  public record Verdict(
      Optional<LimitStatus> status, Optional<Integer> answer, List<Message> messages, Lease lease) {
    public Verdict {
      messages = List.copyOf(messages);
    }
  }

  /// The places of one request in all its zones.
  public static final class Lease {
    private final List<Runnable> places = new ArrayList<>();

    /// Gives the places back; a second time does nothing.
    public void end() {
      places.forEach(Runnable::run);
      places.clear();
    }
  }

  private ConnectionLimits(List<Directive> lines) {
    for (Directive line : lines) {
      ConnectionZone zone = new ConnectionZone(line);
      zones.put(zone.name(), zone);
    }
  }

  /// Those that `http` has zones for.
  public static ConnectionLimits of(Scope http) {
    return new ConnectionLimits(http.own("limit_conn_zone"));
  }

  /// Asks all limits in force; `text` evaluates a key.
  public Verdict ask(Scope scope, UnaryOperator<String> text) {
    LimitSettings settings = LimitSettings.of(scope, "limit_conn");
    List<Message> messages = new ArrayList<>();
    Lease lease = new Lease();
    Optional<LimitStatus> status = Optional.empty();
    for (Directive limit : scope.inForce("limit_conn")) {
      ConnectionZone zone = zone(limit);
      String key = text.apply(zone.key());
      if (key.length() > MAX_KEY) {
        messages.add(tooLong(zone, key));
      } else if (!key.isEmpty()) {
        status = Optional.of(LimitStatus.PASSED);
        Optional<Message> refusal = enter(zone, key, limit, settings);
        if (refusal.isPresent()) {
          messages.add(refusal.get());
          lease.end();
          return refused(settings, messages, lease);
        }
        lease.places.add(() -> zone.leave(key));
      }
    }
    return new Verdict(status, Optional.empty(), messages, lease);
  }

  private ConnectionZone zone(Directive limit) {
    @Nullable ConnectionZone zone = zones.get(limit.parameter());
    if (zone == null) {
      throw new IllegalStateException("no limit_conn_zone for " + limit.where());
    }
    return zone;
  }

  private static Optional<Message> enter(
      ConnectionZone zone, String key, Directive limit, LimitSettings settings) {
    long most = Quantities.number(limit.lastParameter()).orElse(0);
    String name = "\"" + zone.name() + "\"";
    return switch (zone.enter(key, most)) {
      case ENTERED -> Optional.empty();
      case LIMITED -> {
        String dryRun = settings.dryRun() ? ", dry run," : "";
        String message = "limiting connections" + dryRun + " by zone " + name;
        yield Optional.of(new Message(settings.level(), message));
      }
      case FULL -> {
        String message = "ngx_slab_alloc() failed: no memory in limit_conn_zone " + name;
        yield Optional.of(new Message(Level.CRIT, message));
      }
    };
  }

  private static Message tooLong(ConnectionZone zone, String key) {
    return new Message(
        Level.ERROR,
        "the value of the \"%s\" key is more than 255 bytes: \"%s\"".formatted(zone.key(), key));
  }

  private static Verdict refused(LimitSettings settings, List<Message> messages, Lease lease) {
    return settings.dryRun()
        ? new Verdict(Optional.of(LimitStatus.REJECTED_DRY_RUN), Optional.empty(), messages, lease)
        : new Verdict(
            Optional.of(LimitStatus.REJECTED), Optional.of(settings.status()), messages, lease);
  }
}
