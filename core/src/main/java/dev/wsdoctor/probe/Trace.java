package dev.wsdoctor.probe;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation.Attempt;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.Observation.Timing;
import dev.wsdoctor.probe.Observation.TlsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a running probe has seen so far. Used by the probe's own thread alone.
final class Trace {
  private static final int MOST_REMARKS = 20;

  private final ProbeTarget target;
  private final Request request;
  private final List<Timing> timings = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> tlsTroubles = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private String address;
  private String head = "";
  private String body = "";
  private Optional<Response> response = Optional.empty();
  private Optional<TlsSession> session = Optional.empty();
  private Optional<Duration> pong = Optional.empty();
  private Optional<Duration> echo = Optional.empty();
  private Optional<Ending> ending = Optional.empty();

  Trace(ProbeTarget target, Request request) {
    this.target = target;
    this.request = request;
    this.address = target.endpoint().display();
  }

  /// A phase that ends in a value or in a dead wire.
  interface Phase<T> {
    T run() throws IOException;
  }

  /// Runs a phase and notes how long it took, also when it fails.
  <T> T timed(String name, Phase<T> phase) throws IOException {
    long start = System.nanoTime();
    try {
      return phase.run();
    } finally {
      timings.add(new Timing(name, Duration.ofNanos(System.nanoTime() - start)));
    }
  }

  String address() {
    return address;
  }

  void address(String dialled) {
    address = dialled;
  }

  void attempt(String failure) {
    attempts.add(new Attempt(address, failure));
  }

  /// A phase that was measured elsewhere.
  void took(String phase, Duration time) {
    timings.add(new Timing(phase, time));
  }

  void head(String received) {
    head = received;
  }

  void body(String beginning) {
    body = beginning;
  }

  void response(Response parsed) {
    response = Optional.of(parsed);
  }

  void violation(String sentence) {
    violations.add(sentence);
  }

  /// A peer that breaks every rule is told of by its first sins.
  void remark(String sentence) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(sentence);
    } else if (remarks.size() == MOST_REMARKS) {
      remarks.add("and more like these");
    }
  }

  void session(TlsSession agreed, List<String> troubles) {
    session = Optional.of(agreed);
    tlsTroubles.addAll(troubles);
  }

  void pong(Duration roundTrip) {
    pong = Optional.of(roundTrip);
  }

  void echo(Duration roundTrip) {
    echo = Optional.of(roundTrip);
  }

  void ended(Ending how) {
    ending = Optional.of(how);
  }

  Optional<Ending> ending() {
    return ending;
  }

  boolean hasPong() {
    return pong.isPresent();
  }

  boolean hasEcho() {
    return echo.isPresent();
  }

  Observation observation(Result result) {
    return new Observation(
        target.hop(),
        address,
        target.tls(),
        request,
        result,
        timings,
        head,
        response,
        violations,
        tlsTroubles,
        pong,
        echo,
        session,
        body,
        remarks,
        attempts,
        ending);
  }
}
