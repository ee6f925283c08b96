package dev.wsdoctor.conformance.healthy;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Site;
import dev.wsdoctor.application.SiteConfiguration;
import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `wsdoctor init` prints for one application, with or without TLS.
record PrintedSite(ApplicationProfile application, boolean tls, Site site) {
  private static final NginxVersion VERSION = RealNginx.version();

  /// For the nginx that is here.
  static PrintedSite of(
      ApplicationProfile application,
      Optional<Certificates.Pair> certificate,
      int httpPort,
      int backend) {
    Optional<Site.Certificate> files =
        certificate.map(
            pair -> new Site.Certificate(pair.certificate().toString(), pair.key().toString()));
    boolean tls = files.isPresent();
    String domain = (tls ? "tls-" : "") + application.id().replace('.', '-') + ".example.com";
    // Those with a certificate get a backend with one too.
    Target address = new Target(false, tls, "127.0.0.1", backend, "/");
    Site site = new Site(application, domain, List.of(address), files, httpPort, VERSION);
    return new PrintedSite(application, tls, site);
  }

  String text() {
    return SiteConfiguration.of(site);
  }

  /// The question whether a socket at this path opens, asked by a page of the same site.
  Healthy socket(String path, Path folder) {
    URI url = URI.create("ws" + site.origin().substring("http".length()) + path);
    return new Healthy(
        toString(),
        url,
        List.of(Map.entry("Origin", site.origin())),
        Optional.empty(),
        Set.of(),
        false,
        folder);
  }

  /// Where its sockets are tried: all of them without TLS, which is the same location.
  List<String> paths() {
    List<String> all = application.samplePaths();
    return tls ? all.subList(0, 1) : all;
  }

  List<String> pages() {
    List<String> all = application.samplePages();
    return tls ? all.subList(0, 1) : all;
  }

  /// What the application gets of a path: without the prefix that it does not know.
  String arriving(String path) {
    return application
        .needs()
        .part()
        .filter(part -> part.stripped())
        .map(part -> path.substring(part.prefix().length() - 1))
        .orElse(path);
  }

  @Override
  public String toString() {
    return application.id() + (tls ? " with TLS" : "");
  }
}
