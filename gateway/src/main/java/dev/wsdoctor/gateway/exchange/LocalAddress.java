package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// `proxy_bind` (`ngx_http_upstream_set_local`).
final class LocalAddress {
  private static final int ANY_PORT = 0;
  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private LocalAddress() {}

  /// The address that connections to upstreams come from; nothing where the kernel chooses it, and
  /// for what is no address.
  static Optional<InetSocketAddress> of(Scope scope, Execution execution) {
    return scope
        .setting("proxy_bind")
        .map(by -> by.parameter())
        .filter(written -> !written.equals("off"))
        .flatMap(written -> address(execution.text(written)));
  }

  private static Optional<InetSocketAddress> address(String text) {
    boolean isBare = NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    int colon = isBare ? -1 : text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    boolean hasPort = PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT;
    byte[] bytes =
        NetUtil.createByteArrayFromIpAddressString(colon < 0 ? text : text.substring(0, colon));
    if (bytes == null || (colon >= 0 && !hasPort)) {
      return Optional.empty();
    }
    try {
      int number = colon < 0 ? ANY_PORT : Integer.parseInt(port);
      return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), number));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
