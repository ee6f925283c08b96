package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.resolve.Resolution;
import dev.wsdoctor.gateway.resolve.Resolver;
import dev.wsdoctor.gateway.resolve.ResolverSettings;
import dev.wsdoctor.nginx.Scope;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the `resolver` directives of a configuration made: one resolver for each of them and each
/// loop, as each worker of nginx has its own. Made by one thread, and then used by many.
public final class Resolvers implements AutoCloseable {

  private record Key(Directive by, EventLoop loop) {}

  private final List<ConfigurationError> errors = new ArrayList<>();

  /// Complete once it is made.
  private final Map<Key, Resolver> resolvers = new HashMap<>();

  private Resolvers() {}

  /// Looks up the names of name servers, and makes all there is to make: none of it while requests
  /// wait.
  static Resolvers of(Configuration configuration, HostLookup lookup, EventLoops loops) {
    Resolvers all = new Resolvers();
    configuration
        .body("http")
        .flatMap(Resolvers::within)
        .filter(d -> d.is("resolver"))
        .forEach(d -> all.add(d, ResolverSettings.of(d, lookup::sockets), loops));
    return all;
  }

  private static Stream<Directive> within(Directive directive) {
    return directive.isBlock()
        ? Stream.concat(Stream.of(directive), directive.body().flatMap(Resolvers::within))
        : Stream.of(directive);
  }

  private void add(Directive by, ResolverSettings read, EventLoops loops) {
    read.unknown().stream()
        .map(name -> "host not found in resolver \"" + name + "\"")
        .forEach(message -> errors.add(ConfigurationError.of(by, message)));
    if (read.unknown().isEmpty()) {
      loops
          .each()
          .forEach(
              loop -> resolvers.put(new Key(by, loop), new Resolver(read, loop, loops.forNames())));
    }
  }

  /// What nginx would say against it, in its words.
  List<ConfigurationError> errors() {
    return errors;
  }

  /// Looks a name up by the `resolver` in force; `then` is called by the thread of the loop, at
  /// once or later. False if there is no resolver.
  boolean resolve(Scope scope, String name, EventLoop loop, Consumer<Resolution> then) {
    Optional<Resolver> resolver =
        scope.setting("resolver").map(by -> resolvers.get(new Key(by, loop)));
    resolver.ifPresent(r -> r.resolve(name, Settings.RESOLVER_TIMEOUT.in(scope), then));
    return resolver.isPresent();
  }

  @Override
  public void close() {
    resolvers.values().forEach(Resolver::close);
  }
}
