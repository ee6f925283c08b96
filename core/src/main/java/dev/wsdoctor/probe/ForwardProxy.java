package dev.wsdoctor.probe;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The proxy that stands between this machine and the world: `http://user:password@host:3128` is
/// asked to CONNECT, `socks5://host:1080` speaks RFC 1928. `userInfo` is `user:password`, decoded.
public record ForwardProxy(Kind kind, String host, int port, Optional<String> userInfo) {
  /// What the proxy speaks.
  public enum Kind {
    HTTP(8080),
    SOCKS5(1080);

    private final int usualPort;

    Kind(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  /// A proxy, or the sentence that says what is wrong with its URL.
  public sealed interface Parsed {
    record Valid(ForwardProxy proxy) implements Parsed {}

    record Invalid(String message) implements Parsed {}
  }

  public static Parsed parse(String url) {
    try {
      URI uri = URI.create(url);
      Optional<Kind> kind = kind(Optional.ofNullable(uri.getScheme()).orElse(""));
      Optional<String> host = Optional.ofNullable(uri.getHost());
      if (kind.isPresent() && host.isPresent()) {
        int port = uri.getPort() > 0 ? uri.getPort() : kind.get().usualPort;
        return new Parsed.Valid(
            new ForwardProxy(
                kind.get(), host.get().replaceAll("^\\[|\\]$", ""), port, userInfo(uri)));
      }
    } catch (IllegalArgumentException _) {
      // It is no URL at all.
    }
    return new Parsed.Invalid(
        "expected a proxy such as http://proxy.example:3128 or socks5://127.0.0.1:1080 but found '%s'"
            .formatted(url));
  }

  private static Optional<Kind> kind(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Optional.of(Kind.HTTP);
      case "socks5", "socks5h" -> Optional.of(Kind.SOCKS5);
      default -> Optional.empty();
    };
  }

  private static Optional<String> userInfo(URI uri) {
    return Optional.ofNullable(uri.getRawUserInfo())
        .map(raw -> URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  Endpoint.Tcp endpoint() {
    return new Endpoint.Tcp(host, port);
  }

  /// `socks5://127.0.0.1:1080`, without the password.
  public String display() {
    return kind.name().toLowerCase(Locale.ROOT) + "://" + endpoint().display();
  }
}
