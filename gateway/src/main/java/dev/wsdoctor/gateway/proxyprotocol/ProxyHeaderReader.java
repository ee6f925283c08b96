package dev.wsdoctor.gateway.proxyprotocol;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the header from the first bytes of a connection (`ngx_proxy_protocol_read`). Knows no
/// socket: it is asked again with more bytes until it has an answer.
public final class ProxyHeaderReader {
  /// Bytes that a header may have (`NGX_PROXY_PROTOCOL_MAX_HEADER` since 1.23.2).
  public static final int MAX_BYTES = 4096;

  private static final int MAX_LINE = 107;
  private static final String START = "PROXY ";
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
  private static final int FIXED_BYTES = 16;
  private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN[^\n]*\r\n", Pattern.DOTALL);
  private static final Pattern TCP =
      Pattern.compile(
          "PROXY TCP[46] ([0-9a-fA-F:.]*) ([0-9a-fA-F:.]*) ([0-9]{1,5}) ([0-9]{1,5})\r\n");
  private static final int MAX_PORT = 65_535;
  private static final int INET = 1;
  private static final int INET6 = 2;

  private ProxyHeaderReader() {}

  /// What the bytes so far are.
  public sealed interface Read {
    /// A header, and how many bytes it takes.
    record Complete(ProxyHeader header, int length) implements Read {}

    /// The start of one.
    record Incomplete() implements Read {}

    /// None: what nginx writes to its error log at level error.
    record Broken(String message) implements Read {}
  }

  /// Reads the bytes that a connection began with.
  public static Read read(byte[] bytes) {
    String text = Extras.chars(bytes);
    if (startsAlike(text, SIGNATURE)) {
      return text.length() < FIXED_BYTES ? new Read.Incomplete() : version2(text, bytes);
    }
    return startsAlike(text, START) ? version1(text) : broken(text);
  }

  private static boolean startsAlike(String text, String start) {
    return text.startsWith(start) || start.startsWith(text);
  }

  private static Read version1(String text) {
    int end = text.indexOf('\n');
    if (end < 0) {
      return text.length() > MAX_LINE ? broken(text) : new Read.Incomplete();
    }
    String line = text.substring(0, end + 1);
    if (UNKNOWN.matcher(line).matches()) {
      return new Read.Complete(ProxyHeader.SILENT, line.length());
    }
    Matcher tcp = TCP.matcher(line);
    if (!tcp.matches()) {
      return broken(text);
    }
    int source = Integer.parseInt(tcp.group(3));
    int destination = Integer.parseInt(tcp.group(4));
    if (source > MAX_PORT || destination > MAX_PORT) {
      return broken(text);
    }
    return new Read.Complete(
        new ProxyHeader(
            Optional.of(new ProxyHeader.Ends(tcp.group(1), source, tcp.group(2), destination)),
            java.util.Map.of()),
        line.length());
  }

  private static Read broken(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
      end++;
    }
    return new Read.Broken("broken header: \"" + text.substring(0, end) + "\"");
  }

  private static Read version2(String text, byte[] bytes) {
    int version = text.charAt(12) >> 4;
    if (version != 2) {
      return new Read.Broken("unknown PROXY protocol version: " + version);
    }
    int length = FIXED_BYTES + number(text, 14);
    if (length > MAX_BYTES) {
      return new Read.Broken("header is too large");
    }
    if (text.length() < length) {
      return new Read.Incomplete();
    }
    boolean isProxied = (text.charAt(12) & 0xf) == 1;
    boolean isStream = (text.charAt(13) & 0xf) == 1;
    int family = text.charAt(13) >> 4;
    if (!isProxied || !isStream || (family != INET && family != INET6)) {
      return new Read.Complete(ProxyHeader.SILENT, length);
    }
    int address = family == INET ? 4 : 16;
    int fixed = FIXED_BYTES + 2 * address + 4;
    if (length < fixed) {
      // nginx closes without a word
      return new Read.Broken("");
    }
    ProxyHeader.Ends ends =
        new ProxyHeader.Ends(
            address(bytes, FIXED_BYTES, address),
            number(text, fixed - 4),
            address(bytes, FIXED_BYTES + address, address),
            number(text, fixed - 2));
    return new Read.Complete(
        new ProxyHeader(Optional.of(ends), Extras.read(text.substring(fixed, length))), length);
  }

  private static String address(byte[] bytes, int at, int length) {
    return AddressText.of(Arrays.copyOfRange(bytes, at, at + length));
  }

  private static int number(String text, int at) {
    return (text.charAt(at) << 8) | text.charAt(at + 1);
  }
}
