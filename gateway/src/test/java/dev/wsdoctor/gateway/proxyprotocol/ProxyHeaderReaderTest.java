package dev.wsdoctor.gateway.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.gateway.proxyprotocol.ProxyHeaderReader.Read;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every header is also read split at every byte: what comes before its end is incomplete.
class ProxyHeaderReaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROXY TCP4 192.0.2.1 198.51.100.2 1234 443 | 192.0.2.1 1234 198.51.100.2 443",
        "PROXY TCP6 2001:db8::1 ::1 65535 1 | 2001:db8::1 65535 ::1 1",
        "PROXY TCP4 1.2.3.4 ff 0 0 | 1.2.3.4 0 ff 0",
        "PROXY UNKNOWN | nothing",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2 | nothing",
        "PROXY UNKNOWNX | nothing"
      })
  void readsVersion1(String line, String expected) {
    check((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2111000c c0000201 c6336402 04d2 01bb | 192.0.2.1 1234 198.51.100.2 443",
        "21210024 20010db8000000000000000000000001 00000000000000000000000000000001 04d2 01bb"
            + "| 2001:db8::1 1234 ::1 443",
        "21210024 00000000000000000000ffffc0000201 20010000000000010000000000000000 0001 0002"
            + "| ::ffff:192.0.2.1 1 2001:0:0:1:: 2",
        "2111000f c0000201 c6336402 04d2 01bb 040000 | 192.0.2.1 1234 198.51.100.2 443",
        "20000000 | nothing",
        "2011000c c0000201 c6336402 04d2 01bb | nothing",
        "2112000c c0000201 c6336402 04d2 01bb | nothing",
        "21310000 | nothing"
      })
  void readsVersion2(String hex, String expected) {
    check(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "")), expected);
  }

  @Test
  void readsTheFieldsOfVersion2() {
    String ssl = "21000754" + "4c5376312e33"; // version: length 7, TLSv1.3
    String hex =
        "2111"
            + "0029"
            + "c0000201c633640204d201bb"
            + ("0100026832" + "02000461626364")
            + ("20000f" + "0100000000" + ssl)
            + ("e00000" + "e0000178");
    hex = hex.replaceFirst("0029", "%04x".formatted((hex.length() - 8) / 2));
    Read read = ProxyHeaderReader.read(HexFormat.of().parseHex(SIGNATURE + hex));
    assertThat(read).isInstanceOf(Read.Complete.class);
    ProxyHeader header = ((Read.Complete) read).header();
    assertThat(header.variable("proxy_protocol_tlv_alpn")).contains("h2");
    assertThat(header.variable("proxy_protocol_tlv_authority")).contains("abcd");
    assertThat(header.variable("proxy_protocol_tlv_ssl_version")).contains("TLSv1.3");
    assertThat(header.variable("proxy_protocol_tlv_0xe0")).contains("");
    assertThat(header.variable("proxy_protocol_tlv_0x30")).contains("");
    assertThat(header.variable("remote_addr")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n",
        "PROXY TCP4 1.2.3.4 1.2.3.x 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
        "PROXZ ",
        "proxy tcp4 1.2.3.4 1.2.3.4 1 2\r\n"
      })
  void saysWhatIsBroken(String text) {
    String line = text.replaceFirst("[\r\n]+", "");
    assertThat(ProxyHeaderReader.read(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(new Read.Broken("broken header: \"" + line + "\""));
  }

  @Test
  void refusesWhatIsTooLongOrOfAnotherVersion() {
    assertThat(read(SIGNATURE + "3111000c"))
        .isEqualTo(new Read.Broken("unknown PROXY protocol version: 3"));
    assertThat(read(SIGNATURE + "2111ffff")).isEqualTo(new Read.Broken("header is too large"));
    assertThat(read(SIGNATURE + "21110004c0000201")).isEqualTo(new Read.Broken(""));
    byte[] endless = ("PROXY TCP4 " + "1".repeat(200)).getBytes(StandardCharsets.US_ASCII);
    assertThat(ProxyHeaderReader.read(endless)).isInstanceOf(Read.Broken.class);
  }

  @Test
  void anyBytesHaveAnAnswer() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = HexFormat.of().parseHex(SIGNATURE + "2111000c" + "00".repeat(30));
      for (int i = 0; i < 3; i++) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
      }
      assertThat(ProxyHeaderReader.read(Arrays.copyOf(bytes, random.nextInt(bytes.length))))
          .as("seed " + seed)
          .isNotNull();
    }
  }

  @Test
  void writesWhatItReads() throws Exception {
    InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1234);
    InetSocketAddress here = new InetSocketAddress(InetAddress.getByName("198.51.100.2"), 443);
    assertThat(ProxyHeader.line(source, here))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("PROXY TCP4 192.0.2.1 198.51.100.2 1234 443\r\n");
    check(ProxyHeader.line(source, here), "192.0.2.1 1234 198.51.100.2 443");
    InetSocketAddress six = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 1);
    check(ProxyHeader.line(six, six), "2001:db8::1 1 2001:db8::1 1");
    check(ProxyHeader.lineOfUnknown(), "nothing");
  }

  private static Read read(String hex) {
    return ProxyHeaderReader.read(HexFormat.of().parseHex(hex));
  }

  /// @param expected source and destination, or `nothing`
  private static void check(byte[] header, String expected) {
    for (int end = 0; end < header.length; end++) {
      assertThat(ProxyHeaderReader.read(Arrays.copyOf(header, end)))
          .as("cut at " + end)
          .isEqualTo(new Read.Incomplete());
    }
    byte[] followed = Arrays.copyOf(header, header.length + 3);
    assertThat(describe(ProxyHeaderReader.read(followed)))
        .isEqualTo(expected + " in " + header.length);
  }

  private static String describe(Read read) {
    return read instanceof Read.Complete(ProxyHeader header, int length)
        ? header
                .ends()
                .map(
                    ends ->
                        String.join(
                            " ",
                            ends.sourceAddress(),
                            String.valueOf(ends.sourcePort()),
                            ends.destinationAddress(),
                            String.valueOf(ends.destinationPort())))
                .orElse("nothing")
            + " in "
            + length
        : read.toString();
  }
}
