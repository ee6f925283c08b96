package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `limit_req` (`ngx_http_limit_req_handler`). May be used by many threads.
public final class RequestLimits {
  private static final int MAX_KEY = 65_535;
  private static final int SCALE = 1000;

  private final Map<String, RequestZone> zones = new HashMap<>();

  /// What becomes of a request. Where a status is set the main request is through with limit_req:
  /// none is asked again, whatever location it comes to.
  ///
  /// @param status of the limits, for `$limit_req_status`; absent if no limit had a key
  /// @param delay after which it goes on
  /// @param answer the status that it is refused with
  /// @param messages for the error log
  public record Verdict(
      Optional<LimitStatus> status,
      Duration delay,
      Optional<Integer> answer,
      List<Message> messages) {
    public Verdict {
      messages = List.copyOf(messages);
    }
  }

  /// A `limit_req` line with its zone; burst and delay in thousandths of a request.
  private record Limit(RequestZone zone, long burst, long delay) {}

  /// A limit whose zone has counted the request but not accounted it.
  private record Waiting(Limit limit, String key) {}

  /// A limit that delays, and its excess.
  private record Slowest(Limit limit, long excess, long millis) {}

  private RequestLimits(List<Directive> lines) {
    for (Directive line : lines) {
      RequestZone zone = RequestZone.of(line);
      zones.put(zone.name(), zone);
    }
  }

  /// Those that `http` has zones for.
  public static RequestLimits of(Scope http) {
    return new RequestLimits(http.own("limit_req_zone"));
  }

  /// Asks all limits in force. `text` evaluates a key; `nowMillis` never goes back.
  public Verdict ask(Scope scope, UnaryOperator<String> text, long nowMillis) {
    List<Limit> limits = scope.inForce("limit_req").stream().map(this::limit).toList();
    return new Asking(limits, LimitSettings.of(scope, "limit_req"), text, nowMillis).ask();
  }

  private Limit limit(Directive line) {
    String name = ZoneLine.option(line, "zone=", "");
    @Nullable RequestZone zone = zones.get(name);
    if (zone == null) {
      throw new IllegalStateException("no limit_req_zone " + name + " for " + line.where());
    }
    long burst = number(ZoneLine.option(line, "burst=", "0"));
    long delay = number(ZoneLine.option(line, "delay=", "0"));
    boolean noDelay = line.parameters().contains("nodelay");
    return new Limit(zone, burst * SCALE, noDelay ? Long.MAX_VALUE : delay * SCALE);
  }

  private static long number(String text) {
    return Quantities.number(text).orElse(0);
  }

  /// One request before its limits.
  private static final class Asking {
    private final List<Limit> limits;
    private final LimitSettings settings;
    private final UnaryOperator<String> text;
    private final long now;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private Optional<Slowest> accounted = Optional.empty();
    private boolean isCounted;

    Asking(List<Limit> limits, LimitSettings settings, UnaryOperator<String> text, long now) {
      this.limits = limits;
      this.settings = settings;
      this.text = text;
      this.now = now;
    }

    Verdict ask() {
      for (Limit limit : limits) {
        String key = text.apply(limit.zone().key());
        if (!key.isEmpty() && key.length() <= MAX_KEY) {
          isCounted = true;
          boolean last = limit.equals(limits.getLast());
          Optional<Message> refusal = lookup(limit, key, last);
          if (refusal.isPresent()) {
            messages.add(refusal.get());
            return refused();
          }
        } else if (!key.isEmpty()) {
          messages.add(tooLong(limit, key));
        }
      }
      return isCounted ? passed() : verdict(Optional.empty(), 0, Optional.empty());
    }

    private static Message tooLong(Limit limit, String key) {
      return new Message(
          Level.ERROR,
          "the value of the \"%s\" key is more than 65535 bytes: \"%s\""
              .formatted(limit.zone().key(), key));
    }

    private Optional<Message> lookup(Limit limit, String key, boolean last) {
      return switch (limit.zone().lookup(key, limit.burst(), last, now)) {
        case RequestZone.Lookup.Within(long excess) -> {
          if (last) {
            accounted = Optional.of(slowest(limit, excess));
          } else {
            waiting.add(new Waiting(limit, key));
          }
          yield Optional.empty();
        }
        case RequestZone.Lookup.Over(long excess) ->
            Optional.of(
                notice(settings.level(), "limiting requests%s, excess: %s by", limit, excess));
        case RequestZone.Lookup.Full() ->
            Optional.of(
                new Message(
                    Level.ALERT,
                    "could not allocate node in limit_req zone \"" + limit.zone().name() + "\""));
      };
    }

    private static Slowest slowest(Limit limit, long excess) {
      long over = excess <= limit.delay() ? 0 : excess - limit.delay();
      return new Slowest(limit, excess, over * 1000 / limit.zone().rate());
    }

    private Message notice(Level level, String words, Limit limit, long excess) {
      String dryRun = settings.dryRun() ? ", dry run" : "";
      String amount = "%d.%03d".formatted(excess / SCALE, excess % SCALE);
      return new Message(
          level, words.formatted(dryRun, amount) + " zone \"" + limit.zone().name() + "\"");
    }

    private Verdict refused() {
      waiting.forEach(w -> w.limit().zone().release(w.key()));
      return settings.dryRun()
          ? verdict(Optional.of(LimitStatus.REJECTED_DRY_RUN), 0, Optional.empty())
          : verdict(Optional.of(LimitStatus.REJECTED), 0, Optional.of(settings.status()));
    }

    /// The longest delay of all counts (`ngx_http_limit_req_account`).
    private Verdict passed() {
      Optional<Slowest> slowest = accounted.filter(s -> s.millis() > 0);
      for (Waiting one : waiting.reversed()) {
        Slowest other = slowest(one.limit(), one.limit().zone().account(one.key(), now));
        if (other.millis() > slowest.map(Slowest::millis).orElse(0L)) {
          slowest = Optional.of(other);
        }
      }
      return slowest
          .map(this::delayed)
          .orElseGet(() -> verdict(Optional.of(LimitStatus.PASSED), 0, Optional.empty()));
    }

    private Verdict delayed(Slowest slowest) {
      messages.add(
          notice(
              settings.delayLevel(),
              "delaying request%s, excess: %s, by",
              slowest.limit(),
              slowest.excess()));
      return settings.dryRun()
          ? verdict(Optional.of(LimitStatus.DELAYED_DRY_RUN), 0, Optional.empty())
          : verdict(Optional.of(LimitStatus.DELAYED), slowest.millis(), Optional.empty());
    }

    private Verdict verdict(
        Optional<LimitStatus> status, long delayMillis, Optional<Integer> answer) {
      return new Verdict(status, Duration.ofMillis(delayMillis), answer, messages);
    }
  }
}
