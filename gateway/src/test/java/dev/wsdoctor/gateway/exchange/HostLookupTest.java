package dev.wsdoctor.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostLookupTest {
  private static HostLookup answering(String... addresses) {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      try {
        all.add(InetAddress.getByName(address));
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
    return new HostLookup(_ -> all);
  }

  @Test
  void allAddressesCountThoseOfIpv4First() {
    HostLookup lookup = answering("2001:db8::1", "192.0.2.9", "192.0.2.1", "2001:db8::2");
    assertThat(lookup.addresses("app", 8080))
        .containsExactly(
            "192.0.2.9:8080", "192.0.2.1:8080", "[2001:db8::1]:8080", "[2001:db8::2]:8080");
  }

  @Test
  void aNameThatIsNotThereHasNone() {
    assertThat(answering().addresses("app", 80)).isEmpty();
    assertThat(HostLookup.ofSystem().addresses("no-such.invalid", 80)).isEmpty();
  }

  @Test
  void addressesAndSocketsStandForThemselves() {
    HostLookup lookup = HostLookup.ofSystem();
    assertThat(lookup.addresses("127.0.0.1", 80)).containsExactly("127.0.0.1:80");
    assertThat(lookup.addresses("[::1]", 80)).containsExactly("[::1]:80");
    assertThat(lookup.addresses("unix:/run/app", 0)).containsExactly("unix:/run/app");
  }
}
