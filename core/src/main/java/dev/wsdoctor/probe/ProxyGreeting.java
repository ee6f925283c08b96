package dev.wsdoctor.probe;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadParser.Parsed;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.HeadReader.Progress;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation.Failure;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Asks a proxy over an open wire for a tunnel to the endpoint (RFC 9110, 9.3.6; RFC 1928).
final class ProxyGreeting {
  private static final int HEAD_LIMIT = 16 * 1024;
  private static final int NO_PASSWORD = 0;
  private static final int PASSWORD = 2;
  private static final List<String> SOCKS_REPLIES =
      List.of(
          "success",
          "a general failure",
          "its rules forbid the connection",
          "the network is unreachable",
          "the host is unreachable",
          "the connection was refused",
          "the time ran out",
          "it does not know CONNECT",
          "it does not know this kind of address");

  private final Wire wire;
  private final ForwardProxy proxy;
  private final Deadline deadline;

  ProxyGreeting(Wire wire, ForwardProxy proxy, Deadline deadline) {
    this.wire = wire;
    this.proxy = proxy;
    this.deadline = deadline;
  }

  /// Returns when the wire leads to the endpoint.
  void tunnelTo(Endpoint.Tcp endpoint) throws IOException {
    try {
      switch (proxy.kind()) {
        case HTTP -> connect(endpoint);
        case SOCKS5 -> socks(endpoint);
      }
    } catch (SocketTimeoutException e) {
      throw failure("did not answer within " + deadline.describe(), e);
    } catch (EOFException e) {
      throw failure("closed the connection instead of answering", e);
    }
  }

  private void connect(Endpoint.Tcp endpoint) throws IOException {
    String authority = endpoint.display();
    StringBuilder request = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\n");
    request.append("Host: ").append(authority).append("\r\n");
    proxy
        .userInfo()
        .ifPresent(
            user ->
                request
                    .append("Proxy-Authorization: Basic ")
                    .append(
                        Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                    .append("\r\n"));
    wire.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), deadline);
    judge(HeadParser.response(head()));
  }

  /// Read byte by byte, so that nothing of what comes behind the head is taken.
  private String head() throws IOException {
    HeadReader reader = new HeadReader(HEAD_LIMIT);
    Progress progress = reader.feed("");
    while (progress instanceof Progress.Incomplete) {
      progress = reader.feed(bytes(1), 0, 1);
    }
    return reader.received();
  }

  private void judge(Parsed<Response> answer) throws IOException {
    switch (answer) {
      case Parsed.Invalid<Response>(String message) -> throw refused(message);
      case Parsed.Valid<Response>(Response response) -> {
        if (response.status() / 100 != 2) {
          throw refused("it answered " + response.status() + " " + response.reason());
        }
      }
    }
  }

  private void socks(Endpoint.Tcp endpoint) throws IOException {
    boolean named = proxy.userInfo().isPresent();
    wire.write(new byte[] {5, 1, (byte) (named ? PASSWORD : NO_PASSWORD)}, deadline);
    byte[] method = bytes(2);
    if (method[0] != 5 || method[1] == (byte) 0xff) {
      throw refused(
          method[0] == 5
              ? "it wants " + (named ? "no password" : "a user and a password") + " in its URL"
              : "it does not speak SOCKS5");
    }
    if (method[1] == PASSWORD) {
      authenticate();
    }
    wire.write(request(endpoint), deadline);
    byte[] reply = bytes(4);
    if (reply[1] != 0) {
      throw refused(
          reply[1] < SOCKS_REPLIES.size() ? SOCKS_REPLIES.get(reply[1]) : "code " + reply[1]);
    }
    int addressBytes = reply[3] == 1 ? 4 : reply[3] == 4 ? 16 : bytes(1)[0] & 0xff;
    bytes(addressBytes + 2);
  }

  /// RFC 1929.
  private void authenticate() throws IOException {
    String[] parts = proxy.userInfo().orElse("").split(":", 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    put(out, parts[0]);
    put(out, parts.length > 1 ? parts[1] : "");
    wire.write(out.toByteArray(), deadline);
    if (bytes(2)[1] != 0) {
      throw refused("it does not accept this user and password");
    }
  }

  private static byte[] request(Endpoint.Tcp endpoint) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {5, 1, 0, 3});
    put(out, endpoint.host());
    out.write(endpoint.port() >> 8);
    out.write(endpoint.port());
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(Math.min(255, bytes.length));
    out.write(bytes, 0, Math.min(255, bytes.length));
  }

  private byte[] bytes(int count) throws IOException {
    byte[] all = new byte[count];
    byte[] one = new byte[1];
    for (int i = 0; i < count; i++) {
      if (wire.read(one, deadline) < 0) {
        throw new EOFException();
      }
      all[i] = one[0];
    }
    return all;
  }

  private ProbeFailure refused(String why) {
    return new ProbeFailure(
        Failure.UNREACHABLE,
        "the proxy %s gives no tunnel: %s; check its rules and the URL of --proxy"
            .formatted(proxy.display(), why));
  }

  private ProbeFailure failure(String why, IOException cause) {
    ProbeFailure failure = refused(why);
    failure.initCause(cause);
    return failure;
  }
}
