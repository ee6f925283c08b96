package dev.wsdoctor.gateway;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.exchange.Door;
import dev.wsdoctor.gateway.exchange.EventLoops;
import dev.wsdoctor.gateway.exchange.Generation;
import dev.wsdoctor.gateway.exchange.Lasting;
import dev.wsdoctor.gateway.exchange.Site;
import dev.wsdoctor.gateway.log.LogOpening;
import dev.wsdoctor.gateway.log.LogOpening.Opened;
import dev.wsdoctor.gateway.log.Logs;
import dev.wsdoctor.gateway.support.Support;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Nginx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// An nginx.conf that runs: listens, and does with every request what [Nginx] decides.
///
/// May be called from any thread but its own event loops; reloading, draining and closing wait for
/// each other.
public final class Gateway implements AutoCloseable {
  private final GatewaySettings settings;
  private final EventLoops loops;
  private final Lasting lasting;

  /// By the address and port of the file. Guarded by this.
  private final Map<String, Door> doors = new LinkedHashMap<>();

  /// What new connections get. Written under the lock of this.
  private volatile Generation current;

  /// Those that still may have connections. Guarded by this.
  private final List<Generation> generations = new ArrayList<>();

  private Gateway(GatewaySettings settings, EventLoops loops, Lasting lasting, Generation first) {
    this.settings = settings;
    this.loops = loops;
    this.lasting = lasting;
    this.current = first;
    this.generations.add(first);
  }

  /// Starts, and returns when every socket listens, or says why it does not.
  public static GatewayStart start(Configuration configuration, GatewaySettings settings) {
    List<String> refused = refusals(configuration, settings);
    if (!refused.isEmpty()) {
      return new GatewayStart.Refused(refused);
    }
    Opened opened = logs(configuration, settings);
    if (opened instanceof Opened.Refused(List<String> messages) && !messages.isEmpty()) {
      return new GatewayStart.Refused(messages);
    }
    EventLoops loops = new EventLoops(workers(configuration), settings.ownSockets());
    Lasting lasting = new Lasting();
    Site site = site(configuration, settings, opened, loops, lasting);
    if (!site.errors().isEmpty()) {
      site.close();
      loops.close();
      return new GatewayStart.Refused(sentences(site.errors()));
    }
    Gateway gateway = new Gateway(settings, loops, lasting, new Generation(site));
    List<String> unopened = gateway.open(configuration);
    if (!unopened.isEmpty()) {
      gateway.close();
      return new GatewayStart.Refused(unopened);
    }
    return new GatewayStart.Started(gateway);
  }

  /// As `nginx -t`: what would keep it from starting. That somebody listens already does not, for
  /// that may be the gateway that is to be reloaded.
  public static List<String> test(Configuration configuration, GatewaySettings settings) {
    GatewayStart start = start(configuration, settings);
    if (start instanceof GatewayStart.Started(Gateway gateway)) {
      gateway.close();
    }
    return start instanceof GatewayStart.Refused(List<String> messages)
        ? messages.stream().filter(message -> !message.contains(Listening.IN_USE)).toList()
        : List.of();
  }

  /// What nginx would say against it, else what this gateway has to say.
  private static List<String> refusals(Configuration configuration, GatewaySettings settings) {
    List<ConfigurationError> errors =
        ConfigurationCheck.checkWithoutThirdParty(
            configuration, settings.version(), new DiskFiles());
    return sentences(
        errors.isEmpty() ? Support.of(configuration, settings.version()).errors() : errors);
  }

  private static List<String> sentences(List<ConfigurationError> errors) {
    return errors.stream().map(ConfigurationError::toString).toList();
  }

  private static int workers(Configuration configuration) {
    String written =
        configuration.body("worker_processes").findFirst().map(Directive::parameter).orElse("1");
    return written.equals("auto")
        ? Runtime.getRuntime().availableProcessors()
        : Math.max(1, Integer.parseInt(written));
  }

  private static Opened logs(Configuration configuration, GatewaySettings settings) {
    return settings
        .logs()
        .map(where -> LogOpening.open(configuration, where))
        .orElseGet(() -> new Opened.Refused(List.of()));
  }

  private static Site site(
      Configuration configuration,
      GatewaySettings settings,
      Opened opened,
      EventLoops loops,
      Lasting lasting) {
    Optional<Logs> logs =
        opened instanceof Opened.Usable(Logs usable) ? Optional.of(usable) : Optional.empty();
    Nginx nginx = Nginx.of(configuration, settings.version());
    return Site.of(
        configuration, nginx, settings.upstreams(), logs, settings.clock(), loops, lasting);
  }

  /// Opens what the configuration listens on and is not open yet; all or nothing.
  private synchronized List<String> open(Configuration configuration) {
    List<Door> opened = new ArrayList<>();
    for (Listen listen : Listening.of(configuration, settings)) {
      if (doors.containsKey(key(listen))) {
        continue;
      }
      try {
        Door door = Door.open(loops, listen, Listening.place(listen, settings), () -> current);
        doors.put(key(listen), door);
        opened.add(door);
      } catch (IOException e) {
        opened.forEach(this::shut);
        return List.of(Listening.refusal(listen, e));
      }
    }
    return List.of();
  }

  private void shut(Door door) {
    doors.remove(key(door.listen()));
    door.close();
  }

  private static String key(Listen listen) {
    return listen.address() + ' ' + listen.port();
  }

  /// What is done otherwise than nginx would with the configuration in force, one sentence each
  /// with `FILE:LINE`.
  public List<String> notes() {
    return current.site().notes();
  }

  /// The sockets it listens on, in the order of the file.
  public synchronized List<Listener> listeners() {
    return doors.values().stream()
        .map(d -> new Listener(d.listen().address(), d.listen().port(), d.address(), d.port()))
        .toList();
  }

  /// The port where the first `listen` of that port of the file really listens.
  ///
  /// @throws IllegalArgumentException when the file does not listen there
  public int port(int written) {
    return listeners().stream()
        .filter(l -> l.writtenPort() == written && written != 0)
        .findFirst()
        .map(Listener::port)
        .orElseThrow(
            () ->
                new IllegalArgumentException("no listen of the configuration has port " + written));
  }

  /// HUP: new connections get the new configuration, old ones keep theirs. What speaks against the
  /// new one, one sentence each; the old one then stays in force.
  public synchronized List<String> reload(Configuration configuration) {
    List<String> refused = refusals(configuration, settings);
    if (!refused.isEmpty()) {
      return refused;
    }
    Opened opened = logs(configuration, settings);
    if (opened instanceof Opened.Refused(List<String> messages) && !messages.isEmpty()) {
      return messages;
    }
    Site site = site(configuration, settings, opened, loops, lasting);
    List<String> unopened =
        site.errors().isEmpty() ? open(configuration) : sentences(site.errors());
    if (!unopened.isEmpty()) {
      site.close();
      return unopened;
    }
    Generation next = new Generation(site);
    generations.add(next);
    Generation before = current;
    current = next;
    List<String> wanted = Listening.of(configuration, settings).stream().map(Gateway::key).toList();
    doors.values().stream()
        .filter(d -> !wanted.contains(key(d.listen())))
        .toList()
        .forEach(this::shut);
    before.end();
    CompletionStage<Void> _ = before.ended().thenRunAsync(() -> letGo(before));
    return List.of();
  }

  /// Its last connection has ended, and its configuration goes with it.
  private synchronized void letGo(Generation before) {
    if (generations.remove(before)) {
      before.close();
    }
  }

  /// QUIT: stops listening; completes when the last request and the last tunnel have ended. Nothing
  /// is left to close then but the gateway itself.
  public synchronized CompletionStage<Void> drain() {
    List.copyOf(doors.values()).forEach(this::shut);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Generation generation : generations) {
      generation.end();
      ends.add(end(generation));
    }
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }

  /// Completes when no connection is left that came in before the last reload.
  public synchronized CompletionStage<Void> predecessorsEnded() {
    return CompletableFuture.allOf(
        predecessors().stream().map(Gateway::end).toArray(CompletableFuture<?>[]::new));
  }

  /// Closes what came in before the last reload.
  public synchronized void closePredecessors() {
    predecessors().forEach(Generation::close);
  }

  private List<Generation> predecessors() {
    return generations.stream().filter(g -> g != current).toList();
  }

  private static CompletableFuture<Void> end(Generation generation) {
    return generation.ended().toCompletableFuture();
  }

  /// USR1: opens the logs anew, so that a renamed file is let go of.
  public synchronized void reopenLogs() {
    generations.forEach(generation -> generation.reopenLogs());
  }

  /// TERM: closes everything at once.
  @Override
  public synchronized void close() {
    List.copyOf(doors.values()).forEach(this::shut);
    generations.forEach(Generation::close);
    loops.close();
  }
}
