package dev.wsdoctor.gateway.resolve;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Asks name servers for addresses, and keeps the answers while they count, as one worker of nginx
/// does (`ngx_resolver.c`); the protocol is Netty's (decision 0037), and so are its sockets, on a
/// thread of their own. Used by the thread of its loop.
public final class Resolver implements AutoCloseable {
  /// How long one server is waited for before the next is asked (`resend_timeout`).
  private static final Duration RESEND = Duration.ofSeconds(5);

  /// Names that are being asked for and shared by those who wait.
  private static final int MAX_SHARED = 256;

  private final EventLoop loop;
  private final EventLoop sockets;
  private final DnsNameResolver names;
  private final Codes codes = new Codes();

  /// @param loop of those who ask
  /// @param sockets with the JDK's sockets, over which the servers are asked
  public Resolver(ResolverSettings settings, EventLoop loop, EventLoop sockets) {
    this.loop = loop;
    this.sockets = sockets;
    DnsServerAddresses servers = DnsServerAddresses.rotational(settings.servers());
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(sockets)
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .nameServerProvider(_ -> servers.stream())
            .resolvedAddressTypes(types(settings))
            .completeOncePreferredResolved(false)
            .hostsFileEntriesResolver((_, _) -> null)
            .searchDomains(List.of())
            .ndots(1)
            .optResourceEnabled(false)
            .decodeIdn(false)
            .queryTimeoutMillis(RESEND.toMillis())
            .consolidateCacheSize(MAX_SHARED)
            .dnsQueryLifecycleObserverFactory(codes)
            .negativeTtl(0);
    settings.valid().map(Resolver::seconds).ifPresent(valid -> builder.ttl(valid, valid));
    this.names = builder.build();
  }

  private static int seconds(Duration valid) {
    return (int) Math.min(valid.toSeconds(), Integer.MAX_VALUE);
  }

  private static ResolvedAddressTypes types(ResolverSettings settings) {
    if (!settings.ipv6()) {
      return ResolvedAddressTypes.IPV4_ONLY;
    }
    return settings.ipv4() ? ResolvedAddressTypes.IPV4_PREFERRED : ResolvedAddressTypes.IPV6_ONLY;
  }

  /// Looks a name up; `then` is called by the thread of the loop, at once or later.
  ///
  /// @param timeout `resolver_timeout`
  public void resolve(String name, Duration timeout, Consumer<Resolution> then) {
    AtomicBoolean over = new AtomicBoolean();
    Consumer<Resolution> once =
        resolution -> {
          if (over.compareAndSet(false, true)) {
            then.accept(resolution);
          }
        };
    Future<?> limit =
        loop.schedule(
            () -> once.accept(Resolution.Failed.TIMED_OUT),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    String asked = name.toLowerCase(Locale.ROOT);
    sockets.execute(
        () ->
            ask(
                asked,
                answer ->
                    loop.execute(
                        () -> {
                          limit.cancel(false);
                          once.accept(answer);
                        })));
  }

  private void ask(String name, Consumer<Resolution> then) {
    try {
      names
          .resolveAll(name)
          .addListener((Future<List<InetAddress>> done) -> then.accept(resolution(name, done)));
    } catch (IllegalArgumentException _) {
      // nothing that DNS could know
      then.accept(Resolution.Failed.NOT_FOUND);
    }
  }

  private Resolution resolution(String name, Future<List<InetAddress>> done) {
    Optional<Integer> code = codes.take(name);
    if (code.isPresent()) {
      names.resolveCache().clear(name);
      return Resolution.Failed.of(code.get());
    }
    if (!done.isSuccess()) {
      return failure(done.cause());
    }
    // as ngx_resolver_export: those who ask begin with different ones
    List<InetAddress> addresses = new ArrayList<>(done.getNow());
    Collections.rotate(addresses, ThreadLocalRandom.current().nextInt(addresses.size()));
    return new Resolution.Found(addresses);
  }

  private static Resolution.Failed failure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsErrorCauseException answered) {
        return Resolution.Failed.of(answered.getCode().intValue());
      }
      if (cause instanceof DnsNameResolverTimeoutException) {
        return Resolution.Failed.TIMED_OUT;
      }
    }
    return Resolution.Failed.NOT_FOUND;
  }

  @Override
  public void close() {
    names.close();
  }
}
