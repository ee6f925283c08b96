package dev.wsdoctor.conformance.healthy;

import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A copy of a configuration that runs on this machine: the same directives, with free ports, own
/// certificates and own paths. Nothing else is changed.
final class LoopbackCopy {
  private static final boolean HAS_IPV6 = bindsIpv6();
  private static final Pattern LISTEN =
      Pattern.compile("\\blisten\\s+(?<address>\\[[^]]*]:|[\\w.*]+:)?(?<port>\\d+)\\b[^;]*;");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<host>127\\.0\\.0\\.1|0\\.0\\.0\\.0|localhost|\\[::1]|\\$\\w+):(\\d{2,5})\\b");
  private static final Pattern LISTEN_OR_ADDRESS =
      Pattern.compile(LISTEN.pattern() + "|" + ADDRESS.pattern());
  private static final Pattern UNIX = Pattern.compile("(\\blisten\\s+)?unix:(/[^;\\s:]+)");
  private static final Pattern LOG = Pattern.compile("/var/(?:log|cache)/nginx(/[\\w./-]+)?");

  private final TemporaryFolder folder = TemporaryFolder.create("healthy");
  private final Map<Integer, Integer> listening = new TreeMap<>();
  private final Map<Integer, Integer> backends = new TreeMap<>();
  private final Map<Integer, Integer> unserved = new TreeMap<>();
  private boolean started;
  private final Map<String, Path> sockets = new HashMap<>();
  private final Map<String, Path> backendSockets = new HashMap<>();

  private LoopbackCopy() {}

  static LoopbackCopy of(Healthy healthy, Certificates.Pair certificate) throws IOException {
    LoopbackCopy copy = new LoopbackCopy();
    Map<Path, String> texts = read(healthy.folder());
    texts.values().forEach(copy::findListeners);
    copy.write(copy.folder, texts, certificate);
    return copy;
  }

  /// Another version of the same configuration, on the same ports, in a folder of its own. A port
  /// that only this version names becomes one that nobody serves.
  TemporaryFolder variant(Map<Path, String> texts, Certificates.Pair certificate)
      throws IOException {
    TemporaryFolder target = TemporaryFolder.create("variant");
    write(target, texts, certificate);
    return target;
  }

  private void write(TemporaryFolder target, Map<Path, String> texts, Certificates.Pair certificate)
      throws IOException {
    for (Map.Entry<Path, String> file : texts.entrySet()) {
      String text = relocate(file.getValue(), certificate);
      Path path = target.path().resolve(file.getKey().toString());
      Files.createDirectories(path.getParent());
      Files.writeString(path, text, StandardCharsets.ISO_8859_1);
    }
  }

  static Map<Path, String> read(Path root) throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }

  private void findListeners(String text) {
    for (MatchResult listen : LISTEN.matcher(text).results().toList()) {
      int port = Integer.parseInt(listen.group("port"));
      listening.computeIfAbsent(port, _ -> Ports.free());
    }
    for (MatchResult unix : UNIX.matcher(text).results().toList()) {
      if (unix.group(1) != null) {
        sockets.computeIfAbsent(unix.group(2), this::newSocket);
      }
    }
  }

  private String relocate(String text, Certificates.Pair certificate) {
    String moved = LISTEN_OR_ADDRESS.matcher(text).replaceAll(this::withFreePort);
    moved = UNIX.matcher(moved).replaceAll(this::withOwnSocket);
    moved = LOG.matcher(moved).replaceAll(this::withOwnLog);
    return moved
        .replace("/etc/ssl/certs/example.pem", certificate.certificate().toString())
        .replace("/etc/ssl/certs/example.key", certificate.key().toString())
        .replace("/run/nginx.pid", folder.path() + "/nginx.pid")
        .replace("load_module modules", "load_module " + RealParts.MODULES);
  }

  private String withFreePort(MatchResult match) {
    if (match.group("port") == null) {
      return Matcher.quoteReplacement(backendAddress(match));
    }
    String before = match.group().substring(0, match.start("port") - match.start());
    String after = match.group().substring(match.end("port") - match.start());
    boolean dropped = before.contains("[") && !HAS_IPV6;
    int written = Integer.parseInt(match.group("port"));
    int port = listening.containsKey(written) ? listening(written) : unserved(written);
    return dropped ? "" : Matcher.quoteReplacement(before + port + after);
  }

  private String backendAddress(MatchResult match) {
    String host = match.group("host");
    int written = Integer.parseInt(match.group().substring(host.length() + 1));
    int port = listening.containsKey(written) ? listening(written) : backend(written);
    return (host.equals("[::1]") && !HAS_IPV6 ? "127.0.0.1" : host) + ":" + port;
  }

  private int backend(int written) {
    return started ? unserved(written) : backends.computeIfAbsent(written, _ -> Ports.free());
  }

  private int unserved(int written) {
    return backends.containsKey(written)
        ? Objects.requireNonNull(backends.get(written))
        : unserved.computeIfAbsent(written, _ -> Ports.free());
  }

  private String withOwnSocket(MatchResult match) {
    String written = match.group(2);
    Path own =
        sockets.containsKey(written)
            ? sockets.get(written)
            : backendSockets.computeIfAbsent(written, this::newSocket);
    String listen = match.group(1) == null ? "" : match.group(1);
    return Matcher.quoteReplacement(listen + "unix:" + own);
  }

  private Path newSocket(String written) {
    return folder.path().resolve("socket" + (sockets.size() + backendSockets.size()));
  }

  private String withOwnLog(MatchResult match) {
    String name = match.group(1) == null ? "cache" : match.group(1).replace('/', '_');
    return Matcher.quoteReplacement(folder.path() + "/" + name);
  }

  /// Opens a backend for every address that the configuration names and does not serve itself.
  void startBackends(StrictBackend backend, Healthy healthy) throws IOException {
    started = true;
    for (Map.Entry<Integer, Integer> port : backends.entrySet()) {
      boolean plain = healthy.plainBackends().contains(port.getKey());
      StrictBackend.Manner manner =
          plain ? StrictBackend.Manner.PLAIN : StrictBackend.Manner.SOCKETS_ONLY;
      for (String address : HAS_IPV6 ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
        backend.listen(port.getKey().toString(), address, port.getValue(), manner);
      }
    }
    for (Map.Entry<String, Path> socket : backendSockets.entrySet()) {
      backend.listen(socket.getKey(), socket.getValue());
    }
  }

  TemporaryFolder folder() {
    return folder;
  }

  /// Where a port of the original is served here.
  int listening(int port) {
    return Objects.requireNonNull(listening.get(port), () -> "nobody listens on " + port);
  }

  private static boolean bindsIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
