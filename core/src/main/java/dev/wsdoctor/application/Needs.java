package dev.wsdoctor.application;

import dev.wsdoctor.http.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What an application needs of nginx beyond the handshake itself.
///
/// `heartbeat`: how often it sends something by itself. `idleLimit`: what to give its tunnels,
/// above their longest silence. `bodySize`: as `client_max_body_size` takes it. `schemeField`:
/// where it reads the client's scheme. `fields`: what else to send, values as nginx takes them.
/// `anyPath`: its sockets open at any path. `rooted`: it knows no base path, so that they open at
/// the root only. `oldHttp`: its server takes the handshake in HTTP/1.0 too.
public record Needs(
    Optional<Duration> heartbeat,
    Duration idleLimit,
    Optional<String> bodySize,
    boolean affinity,
    boolean unbuffered,
    OptionalInt keepalive,
    String schemeField,
    OriginRule origin,
    List<Field> fields,
    boolean anyPath,
    boolean rooted,
    boolean oldHttp,
    Optional<Part> part) {
  static final Duration USUAL_IDLE_LIMIT = Duration.ofHours(1);
  static final String USUAL_SCHEME_FIELD = "X-Forwarded-Proto";

  /// Which part of a site is the application's; it does not know the prefix if that is stripped.
  public record Part(String prefix, boolean stripped) {}

  /// What a socket's Origin has to agree with.
  public enum OriginRule {
    /// Nothing is known of a check.
    UNKNOWN,
    /// The Host that it gets, or a list of its own.
    HOST,
    /// X-Forwarded-Host, or Host where there is none.
    FORWARDED_HOST,
    /// A list in its own settings.
    LIST,
    /// Not the Host that it gets: it takes a socket from anywhere, or is set up with the site it
    /// serves.
    NOT_HOST
  }

  public Needs {
    fields = List.copyOf(fields);
  }
}
