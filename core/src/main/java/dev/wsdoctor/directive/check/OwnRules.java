package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;

/// Rules of single directives that the catalogue's columns cannot say.
final class OwnRules {
  private final HttpBlock http;
  private final UpstreamRules upstream;
  private final StreamRules stream;
  private final SharedZones zones;
  private final CheckTable table = new CheckTable();

  OwnRules(NginxVersion version, Report report, HttpBlock http, Variables variables) {
    this.http = http;
    this.stream = new StreamRules(version, report, variables);
    this.upstream = new UpstreamRules(version, report, http.upstreams(), stream.upstreams());
    this.zones = new SharedZones(report);
    new ParameterRules(version, report, variables).addTo(table);
    new SyslogRules(report).addTo(table);
    new CoreRules(report, variables).addTo(table);
    new RewriteRules(report, variables).addTo(table);
    new OptionRules(version, report, zones).addTo(table);
    new ZoneRules(report, zones).addTo(table);
    new StickyRules(report).addTo(table);
    http.addTo(table);
    upstream.addTo(table);
    stream.addTo(table);
  }

  void check(Directive directive, Block block) {
    table.check(directive, block);
  }

  /// What there is to say when a block has ended.
  void end(Directive directive, Block block) {
    switch (block.context()) {
      case HTTP -> http.end(directive, block);
      case STREAM -> stream.end();
      case STREAM_SERVER -> stream.endServer(directive, block);
      case SERVER -> server(block);
      case LOCATION -> {
        if (block.hasLocations()) {
          block.outer().ifPresent(o -> o.locations().addInner(block.locations()));
        }
      }
      case UPSTREAM, STREAM_UPSTREAM -> upstream.end(directive, block);
      case MAIN, EVENTS, IF_IN_SERVER, IF_IN_LOCATION, LIMIT_EXCEPT, MAIL, MAIL_SERVER -> {}
    }
  }

  /// What there is to say when everything is read.
  void end() {
    zones.end();
  }

  private void server(Block block) {
    if (!block.has("listen")) {
      block.listens().addDefault(block);
    }
    http.addServer(block);
  }
}
