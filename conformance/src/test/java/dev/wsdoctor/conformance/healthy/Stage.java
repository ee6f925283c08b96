package dev.wsdoctor.conformance.healthy;

import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// The backends of one healthy configuration, up and strict, before which versions of its text are
/// tried on a real nginx.
///
/// What an application asks of its own handshake is learnt from the healthy version: the path and
/// query, the Origin, and beside an Origin the Host, which frameworks compare with it. A path that
/// is the client's without some leading segments is taken too, since nobody can see in a
/// configuration whether an application knows its prefix; not where the corpus says that the path
/// is fixed.
public final class Stage implements AutoCloseable {
  private final Healthy healthy;
  private final Certificates.Pair certificate;
  private final SSLContext tls;
  private final LoopbackCopy copy;
  private final StrictBackend backend;

  private Stage(Healthy healthy, Certificates.Pair certificate) throws IOException {
    this.healthy = healthy;
    this.certificate = certificate;
    this.tls = Tls.of(certificate);
    this.copy = LoopbackCopy.of(healthy, certificate);
    this.backend = new StrictBackend(tls);
    copy.startBackends(backend, healthy);
  }

  public static Stage of(Healthy healthy, Certificates certificates) {
    try {
      Certificates.Pair pair = certificates.selfSigned("DNS:" + healthy.url().getHost());
      Stage stage = new Stage(healthy, pair);
      stage.learn();
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files of the healthy version, by their path below its folder.
  public static Map<Path, String> texts(Healthy healthy) {
    try {
      return LoopbackCopy.read(healthy.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn() {
    Trial trial = open(texts(healthy));
    if (!trial.opens()) {
      throw new IllegalStateException(healthy + " is not healthy: " + trial);
    }
    Head usual = backend.handshakes().getFirst();
    backend.demand(new Application(healthy, usual)::faults);
  }

  /// Runs this version and opens the socket through it.
  public Trial open(Map<Path, String> texts) {
    backend.forget();
    try {
      TemporaryFolder folder = copy.variant(texts, certificate);
      return open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Trial open(TemporaryFolder folder) {
    try (RealNginx nginx = RealNginx.startIn(folder)) {
      return judge(Handshake.open(healthy, copy.listening(healthy.port()), tls), nginx);
    } catch (IOException e) {
      return new Trial.Failed(e.toString());
    } catch (IllegalStateException e) {
      return new Trial.NotLoaded(String.valueOf(e.getMessage()));
    }
  }

  private Trial judge(Handshake.Answer answer, RealNginx nginx) {
    Head head = new Head(answer.head());
    boolean opened =
        head.first().startsWith("HTTP/1.1 101 ")
            && head.values("Upgrade").equals(List.of("websocket"))
            && head.hasOption("Connection", "upgrade")
            && head.values("Sec-WebSocket-Accept").equals(List.of(Handshake.ACCEPT))
            && answer.echoed();
    boolean there =
        healthy.backend().map(port -> backend.opened().contains(port.toString())).orElse(true);
    return opened && there
        ? new Trial.Opened()
        : new Trial.Failed(
            "%s; the backends %s refused %s; nginx said %s"
                .formatted(answer.head(), backend.opened(), backend.refused(), nginx.errorLog()));
  }

  @Override
  public void close() {
    backend.close();
    copy.folder().close();
  }
}
