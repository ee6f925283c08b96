package dev.wsdoctor.repair;

import java.time.Duration;

/// How long a live repair waits: for a command such as `nginx -t` to end, for new workers after a
/// reload, for the site to settle where no worker can be watched, and how long a socket is held
/// open. Between two looks it pauses.
public record Patience(
    Duration command, Duration workers, Duration settle, Duration hold, Duration pause) {
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMillis(20));
}
