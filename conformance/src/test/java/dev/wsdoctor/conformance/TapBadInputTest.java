package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Peers and files that want to hurt: a tap passes every byte on and stays within its memory,
/// `read` reads what can be read.
class TapBadInputTest {
  private static final String REQUEST =
      String.join(
          "\r\n",
          "GET /ws HTTP/1.1",
          "Host: a",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Extensions: permessage-deflate",
          "",
          "");
  private static final String ANSWER =
      String.join(
          "\r\n",
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
          "");

  @TempDir private Path folder;

  @Test
  void aLengthOf2To63IsShownAndItsBytesArePassedOn() throws IOException {
    String frame = "\u0082\u007f\u0080\0\0\0\0\0\0\0";
    check(ANSWER + "\r\n" + frame + "x".repeat(200_000))
        .contains("breaks a rule: expected a length below 2^63 but found 9223372036854775808")
        .contains("the server does not keep to RFC 6455")
        .contains(
            "binary frame that never became complete: 9223372036854775808 B announced, 200.0 kB"
                + " came");
  }

  @Test
  void aDeflateBombIsPassedOnAndNotInflated() throws IOException {
    String bomb = deflated(300_000_000);
    byte[] length = ByteBuffer.allocate(8).putLong(bomb.length()).array();
    String header = "\u00c1\u007f" + new String(length, StandardCharsets.ISO_8859_1);
    check(
            ANSWER
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
                + header
                + bomb
                + "\u0081\u0002hi")
        .contains("; longer than the 1048576 bytes that are kept")
        .contains("< text 2 B  hi");
  }

  /// DEFLATE data of so many zeros, without the end that RFC 7692 cuts off.
  private static String deflated(int zeros) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] step = new byte[1_000_000];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int done = 0; done < zeros; done += step.length) {
      deflater.setInput(new byte[step.length]);
      out.write(step, 0, deflater.deflate(step, 0, step.length, Deflater.NO_FLUSH));
    }
    out.write(step, 0, deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH));
    deflater.end();
    return new String(out.toByteArray(), 0, out.size() - 4, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHeadWithoutEndIsPassedOnAndGivenUp() throws IOException {
    check("HTTP/1.1 101 x\r\n" + "X: 0123456789\r\n".repeat(20_000))
        .contains("a head that does not end within 65536 bytes, 300.0 kB");
  }

  @Test
  void whatIsNoHttpIsPassedOnAndNamed() throws IOException {
    StringBuilder junk = new StringBuilder("\u0001\u0002");
    new Random(1).ints(50_000, 0, 256).forEach(b -> junk.append((char) b));
    check(junk.toString()).contains("neither HTTP nor TLS, 50.0 kB");
    check("\u0015\u0003\u0001\0\u0002\u0002F").contains("a TLS alert, 7 B");
  }

  /// A server that answers these bytes and closes; all of them arrive, and the transcript is
  /// returned.
  private static AbstractStringAssert<?> check(String answer) throws IOException {
    int front = Ports.free();
    try (BadPeer server =
        BadPeer.start(
            socket -> {
              BadPeer.readHead(socket);
              BadPeer.write(socket, answer);
              socket.close();
            })) {
      RunningProduct tap =
          RunningProduct.start(
              "tapping",
              List.of(
                  "tap",
                  "--listen",
                  Integer.toString(front),
                  "--to",
                  "127.0.0.1:" + server.port(),
                  "--stop-after",
                  "1"));
      try (Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), front)) {
        BadPeer.write(client, REQUEST);
        byte[] got = client.getInputStream().readAllBytes();
        assertThat(new String(got, StandardCharsets.ISO_8859_1).equals(answer)).isTrue();
      }
      Run run = tap.end();
      assertThat(run.exitCode()).as(run.err()).isLessThan(2);
      return assertThat(run.out());
    }
  }

  @Test
  void filesThatAreNoCaptureAreRefusedInOneSentence() throws IOException {
    refused(folder.resolve("none.pcap"), "there is no capture ");
    refused(folder, "is a folder; give a capture in it");
    refused(file("empty.pcap", new byte[0]), "the file is empty");
    refused(
        file("text.pcap", "worker_processes 1;\n".getBytes(StandardCharsets.US_ASCII)),
        "expected a capture in pcap or pcapng form but found other bytes (0x776f726b)");
    byte[] magic = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0};
    refused(file("short.pcap", magic), "the file ends within the header of the capture");
    refused(file("short.gz", new byte[] {0x1f, (byte) 0x8b, 8}), "the compressed file is cut");
  }

  private static void refused(Path file, String sentence) {
    Run run = Product.run(List.of("read", file.toString()));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(sentence).hasLineCount(1);
  }

  @Test
  void aCompressedCaptureThatIsCutIsReadAsFarAsItGoes() throws IOException {
    byte[] head = new byte[24];
    byte[] magic = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1};
    System.arraycopy(magic, 0, head, 0, magic.length);
    head[20] = 1;
    byte[] packets = new byte[100_000];
    new Random(3).nextBytes(packets);
    for (int at = 0; at + 116 <= packets.length; at += 116) {
      Arrays.fill(packets, at + 8, at + 16, (byte) 0);
      packets[at + 8] = 100;
      packets[at + 12] = 100;
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(head);
      gzip.write(packets);
    }
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
    Run run = Product.run(List.of("read", file("cut.pcap.gz", cut).toString()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("0 connections with a WebSocket handshake")
        .contains("* the file ends in the middle of a packet, at byte ");
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void addressesThatCannotBeMeantAreRefused() {
    said(List.of("read"), "Missing required parameter: 'FILE'");
    said(List.of("tap"), "expected --listen ADDRESS and --to ADDRESS");
    said(List.of("tap", "--listen", "x", "--to", "1"), "--listen: expected an address such as");
    said(
        List.of("tap", "--listen", "1", "--to", "2", "--har", "/"),
        "cannot write /: Is a directory; name another file");
    said(
        List.of("tap", "--listen", "1", "--to", "2", "--pcapng", "/nowhere/x"),
        "cannot write /nowhere/x: there is no such folder; name another file");
    said(
        List.of("tap", "--listen", "1", "--to", "http://a:80/ws"),
        "with a port and without a path, but found 'http://a:80/ws'");
    said(
        List.of("tap", "--listen", "1", "--to", "https://unix:/run/app"),
        "TLS over a unix socket is not supported");
    said(
        List.of("tap", "--listen", "https://127.0.0.1:1", "--to", "1"),
        "both --tls-certificate and --tls-key are needed");
    said(
        List.of("tap", "--listen", "1", "--to", "2", "--opcode", "gif"),
        "expected text, binary, ping, pong or close but found 'gif'");
  }

  private static void said(List<String> arguments, String sentence) {
    Run run = Product.run(arguments);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
  }
}
