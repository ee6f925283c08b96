package dev.wsdoctor.rule;

import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.rule.path.ProxyPassRewritesPath;
import dev.wsdoctor.rule.selection.AccessRefused;
import dev.wsdoctor.rule.selection.ClientUrlMismatch;
import dev.wsdoctor.rule.selection.InternalRedirectLosesUpgrade;
import dev.wsdoctor.rule.selection.LocationWithoutHandler;
import dev.wsdoctor.rule.selection.NoLocationForPath;
import dev.wsdoctor.rule.selection.RedirectInsteadOfUpgrade;
import dev.wsdoctor.rule.selection.TlsListenerMissing;
import dev.wsdoctor.rule.selection.UpgradeInSubrequest;
import dev.wsdoctor.rule.selection.WrongLocationSelected;
import dev.wsdoctor.rule.selection.WrongServerSelected;
import dev.wsdoctor.rule.timeout.IntermediaryTimeout;
import dev.wsdoctor.rule.timeout.ReadTimeoutTooShort;
import dev.wsdoctor.rule.timeout.ReadTimeoutZero;
import dev.wsdoctor.rule.timeout.TimeoutInvisibleInLog;
import dev.wsdoctor.rule.upstream.LeastConnBlind;
import dev.wsdoctor.rule.upstream.ResolverMissing;
import dev.wsdoctor.rule.upstream.StickySessionMissing;
import dev.wsdoctor.rule.upstream.TunnelBufferSmall;
import dev.wsdoctor.rule.upstream.UpstreamAddressStale;
import dev.wsdoctor.rule.upstream.UpstreamHeaderTooBig;
import dev.wsdoctor.rule.upstream.UpstreamMarkedDown;
import dev.wsdoctor.rule.upstream.UpstreamPortsExhausted;
import dev.wsdoctor.rule.upstream.UpstreamSchemeSuspicious;
import dev.wsdoctor.rule.upstream.UpstreamTlsName;
import dev.wsdoctor.rule.upstream.UpstreamTlsUntrusted;
import dev.wsdoctor.rule.upstream.UpstreamUrlInvalid;
import dev.wsdoctor.rule.upstream.UpstreamWrongPort;
import java.util.List;
import java.util.Optional;

/// The registry: every rule, in the order in which a request would meet the faults. Of two findings
/// that are equally severe and equally sure, the earlier one comes first in a report.
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new ConfigNotLoaded(),
          new MapMissing(),
          new SemicolonMissing(),
          new UpstreamTlsUntrusted(),
          new TlsListenerMissing(),
          new WrongServerSelected(),
          new ClientUrlMismatch(),
          new RedirectInsteadOfUpgrade(),
          new AccessRefused(),
          new UpgradeInSubrequest(),
          new InternalRedirectLosesUpgrade(),
          new LocationWithoutHandler(),
          new WrongLocationSelected(),
          new NoLocationForPath(),
          new HeadersLostByInheritance(),
          new IncludeOutdated(),
          new UpgradeHeadersMissing(),
          new UpgradeHeadersIncomplete(),
          HandshakeFieldWrong.upgrade(),
          HandshakeFieldWrong.connection(),
          new ConnectionComparedWhole(),
          UpstreamHttpVersion.http10(),
          UpstreamHttpVersion.http2(),
          new UpgradeResponseHidden(),
          new DuplicateHostHeader(),
          new RequestFieldDropped(),
          new UpstreamWrongPort(),
          new ProxyPassRewritesPath(),
          new BackendPathMismatch(),
          new ResolverMissing(),
          new UpstreamUrlInvalid(),
          new ReadTimeoutZero(),
          new OriginStripped(),
          new SubprotocolMismatch(),
          HostRewritten.name(),
          HostRewritten.port(),
          new ForwardedHostMismatch(),
          new OriginRejected(),
          ForwardedProto.overwritten(),
          ForwardedProto.missing(),
          new UpstreamSchemeSuspicious(),
          new UpstreamTlsName(),
          new StickySessionMissing(),
          new UpstreamHeaderTooBig(),
          new ResponseBuffered(),
          new WorkerConnectionsFew(),
          new ReloadClosesConnections(),
          new UpstreamAddressStale(),
          new UpstreamMarkedDown(),
          new UpstreamPortsExhausted(),
          new LeastConnBlind(),
          new LimitRateOnTunnel(),
          new ReadTimeoutTooShort(),
          new IntermediaryTimeout(),
          new CspForbidsSocket(),
          new ConnectionUpgradeOnPlainRequests(),
          new TokenInUrl(),
          new AnyUpgradeForwarded(),
          new TunnelBufferSmall(),
          new TimeoutInvisibleInLog(),
          new UselessForWebsocket());

  private Rules() {}

  public static List<Rule> all() {
    return ALL;
  }

  /// The id that was most likely meant.
  public static Optional<String> nearest(String id) {
    return EditDistance.nearest(ALL.stream().map(Rule::id), id);
  }

  /// Everything that the rules find, ranked.
  public static List<Finding> examine(Subject subject) {
    return ALL.stream()
        .filter(rule -> subject.target().webSocket() || rule.concernsPages())
        .flatMap(rule -> rule.examine(subject).stream())
        .map(finding -> SharedFiles.named(subject, finding))
        .map(finding -> HopTitle.named(subject, finding))
        .sorted(Finding.BY_WEIGHT)
        .toList();
  }
}
