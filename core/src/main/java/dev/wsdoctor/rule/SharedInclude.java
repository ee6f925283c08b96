package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;

/// A file that several places include for their proxy settings, and that brings header settings
/// without those of the handshake although it prepares for HTTP/1.1: a copy from before it learnt
/// of sockets.
record SharedInclude(Directive include, List<Directive> headers) {
  static Optional<SharedInclude> of(Scope scope) {
    Scope location = HandshakeMend.locationOf(scope);
    return location.block().children().stream()
        .filter(child -> child.is("include"))
        .map(include -> new SharedInclude(include, include.body(HeaderSettings.DIRECTIVE).toList()))
        .filter(shared -> !shared.headers.isEmpty())
        .filter(shared -> shared.include.body("proxy_http_version").findAny().isPresent())
        .filter(shared -> shared.headers.size() == location.own(HeaderSettings.DIRECTIVE).size())
        .findFirst();
  }
}
