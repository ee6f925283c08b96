package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `geo` block: the value of the narrowest network, or of the range, that holds the address
/// (`ngx_http_geo_cidr_variable`, `ngx_http_geo_range_variable`).
final class GeoVariable implements Variables.Source {
  private record Row(Cidr network, String value) {}

  private record Range(IpAddress first, IpAddress last, String value) {}

  private final Directive directive;
  private final ComplexValue address;
  private @Nullable Table table;

  private static final class Table {
    final List<Row> rows = new ArrayList<>();
    final List<Range> ranges = new ArrayList<>();
    final List<Cidr> proxies = new ArrayList<>();
    String fallback = "";
    boolean proxyRecursive;
  }

  private GeoVariable(Directive directive) {
    this.directive = directive;
    this.address =
        ComplexValue.of(directive.parameters().size() > 1 ? directive.parameter() : "$remote_addr");
  }

  static GeoVariable of(Directive geo) {
    return new GeoVariable(geo);
  }

  @Override
  public Value value(RequestState state) {
    Value of = address.evaluate(state);
    if (of instanceof Value.Unknown(String _, String why)) {
      return new Value.Unknown(directive.lastParameter(), why);
    }
    Table all = table();
    Optional<IpAddress> ip = IpAddress.parse(of.text());
    if (ip.isPresent() && !all.proxies.isEmpty()) {
      ip = Optional.of(ForwardedFor.client(ip.get(), state, all.proxies, all.proxyRecursive));
    }
    return Value.of(ip.map(a -> find(all, a)).orElse(all.fallback));
  }

  private static String find(Table all, IpAddress written) {
    IpAddress ip = written.unmapped();
    for (Range range : all.ranges) {
      boolean inside = range.first.compareUnsigned(ip) <= 0 && ip.compareUnsigned(range.last) <= 0;
      if (!ip.v6() && inside) {
        return range.value;
      }
    }
    String value = all.fallback;
    int longest = -1;
    for (Row row : all.rows) {
      if (row.network.length() >= longest && row.network.contains(ip)) {
        longest = row.network.length();
        value = row.value;
      }
    }
    return value;
  }

  private Table table() {
    Table read = table;
    if (read == null) {
      read = new Table();
      for (Directive row : directive.body().toList()) {
        add(read, row);
      }
      table = read;
    }
    return read;
  }

  private static void add(Table to, Directive row) {
    String key = row.name();
    String value = row.parameter();
    switch (key) {
      case "default" -> to.fallback = value;
      case "ranges" -> {}
      case "proxy_recursive" -> to.proxyRecursive = true;
      case "proxy" -> Cidr.parse(value).ifPresent(to.proxies::add);
      case "delete" -> Cidr.parse(value).ifPresent(c -> to.rows.removeIf(r -> r.network.equals(c)));
      default -> addNetwork(to, key, value);
    }
  }

  private static void addNetwork(Table to, String key, String value) {
    int dash = key.indexOf('-');
    if (dash < 0) {
      Cidr.parse(key).ifPresent(c -> to.rows.add(new Row(c, value)));
      return;
    }
    Optional<IpAddress> first = IpAddress.parse(key.substring(0, dash));
    Optional<IpAddress> last = IpAddress.parse(key.substring(dash + 1));
    if (first.isPresent() && last.isPresent()) {
      to.ranges.addFirst(new Range(first.get(), last.get(), value));
    }
  }
}
