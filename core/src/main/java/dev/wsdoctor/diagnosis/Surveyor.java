package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.diagnosis.Survey.Entry;
import dev.wsdoctor.diagnosis.Survey.Expectation;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sends one handshake into every location that proxies.
final class Surveyor {
  private final Circumstances found;
  private final FileView files;

  Surveyor(Circumstances found, FileView files) {
    this.found = found;
    this.files = files;
  }

  Answer<Survey> survey() {
    return found
        .configured()
        .map(
            loaded ->
                new Survey(
                    Optional.of(loaded.rootFile()),
                    found.version(),
                    found.versionSource(),
                    entries(loaded),
                    loaded.remarks()));
  }

  private List<Entry> entries(Loaded loaded) {
    Nginx nginx = Nginx.of(loaded.configuration(), found.version());
    return loaded
        .servers(nginx)
        .flatMap(
            server ->
                server.everyLocation().flatMap(location -> entry(nginx, server, location).stream()))
        .toList();
  }

  private Optional<Entry> entry(Nginx nginx, VirtualServer server, Location location) {
    return proxyPass(location.directive())
        .map(
            pass -> {
              Decision decision = handshake(nginx, server, location);
              Directive by = decision.proxied().map(Outcome.Proxied::by).orElse(pass);
              return new Entry(
                  server, location, by, decision.proxied(), expectation(decision, pass));
            });
  }

  /// Its own, or that of an `if` inside of it.
  private static Optional<Directive> proxyPass(Directive block) {
    return Stream.concat(
            block.body("proxy_pass"),
            block.body("if").flatMap(condition -> condition.body("proxy_pass")))
        .findFirst();
  }

  private Decision handshake(Nginx nginx, VirtualServer server, Location location) {
    Listen listen = server.listens().getFirst();
    String host = LocationUrl.name(server).orElse(LocationUrl.LOOPBACK);
    String address = LocationUrl.address(listen);
    String path = LocationUrl.path(location).orElse("/");
    boolean tls = LocationUrl.isTls(server, listen);
    Target target = new Target(true, tls, host, listen.port(), path);
    Connection connection =
        tls
            ? Connection.tls(address, listen.port(), host)
            : Connection.plain(address, listen.port());
    return nginx.decideIn(
        server, location, connection, Sandbox.request(target, Fields.NONE), files);
  }

  private static Expectation expectation(Decision decision, Directive pass) {
    return switch (decision.outcome()) {
      case Outcome.Proxied proxied -> expectation(proxied);
      case Outcome.Answered answered ->
          answered.reason() == AnswerReason.UPSTREAM_UNUSABLE && pass.parameter().contains("$")
              ? Expectation.DEPENDS
              : Expectation.ANSWERS;
      case Outcome.Static _,
          Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotListening _,
          Outcome.WrongProtocol _,
          Outcome.NotLoaded _ ->
          Expectation.ANSWERS;
    };
  }

  private static Expectation expectation(Outcome.Proxied proxied) {
    boolean tunnel = proxied.upgradable() && !proxied.tunnel().readTimeout().value().isZero();
    if (!tunnel || !Handshake.of(proxied).isComplete()) {
      return Expectation.FAILS;
    }
    boolean known =
        Stream.of("Upgrade", "Connection")
            .flatMap(name -> proxied.sent().all(name).stream())
            .map(Sent.Field::value)
            .allMatch(value -> value.isKnown());
    return known ? Expectation.OPENS : Expectation.DEPENDS;
  }
}
