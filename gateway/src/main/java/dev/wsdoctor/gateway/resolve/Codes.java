package dev.wsdoctor.gateway.resolve;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The codes of answers that are failures, which Netty does not tell of every one: for nginx a
/// failure for either kind of address is one of the name. Used by one thread.
final class Codes implements DnsQueryLifecycleObserverFactory {
  private record Asked(String name, DnsRecordType type) {}

  private final Map<Asked, Integer> failures = new HashMap<>();

  /// Takes out what failed for a name, for any kind of address.
  Optional<Integer> take(String name) {
    String absolute = name.endsWith(".") ? name : name + ".";
    Integer four = failures.remove(new Asked(absolute, DnsRecordType.A));
    Integer six = failures.remove(new Asked(absolute, DnsRecordType.AAAA));
    return Optional.ofNullable(four).or(() -> Optional.ofNullable(six));
  }

  @Override
  public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
    return new Observer(new Asked(question.name(), question.type()));
  }

  private final class Observer implements DnsQueryLifecycleObserver {
    private final Asked asked;

    Observer(Asked asked) {
      this.asked = asked;
    }

    /// Another server is asked next.
    @Override
    public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
      if (code.intValue() != DnsResponseCode.NOERROR.intValue()
          && code.intValue() != DnsResponseCode.NXDOMAIN.intValue()) {
        failures.put(asked, code.intValue());
      }
      return this;
    }

    @Override
    public void querySucceed() {
      failures.remove(asked);
    }

    @Override
    public void queryFailed(Throwable cause) {}

    @Override
    public void queryWritten(InetSocketAddress server, ChannelFuture future) {}

    @Override
    public void queryCancelled(int queriesRemaining) {}

    @Override
    public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> servers) {
      return this;
    }

    @Override
    public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion alias) {
      return this;
    }
  }
}
