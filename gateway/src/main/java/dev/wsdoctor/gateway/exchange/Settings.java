package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.wire.HeadBuffers;
import dev.wsdoctor.nginx.Scope;
import java.time.Duration;

/// Reads scalar settings in force, with nginx's defaults given by the caller.
final class Settings {
  private Settings() {}

  static Duration time(Scope scope, String name, Duration fallback) {
    return scope
        .setting(name)
        .map(Directive::parameter)
        .map(p -> Duration.ofMillis(Quantities.milliseconds(p).orElse(fallback.toMillis())))
        .orElse(fallback);
  }

  static long size(Scope scope, String name, long fallback) {
    return scope
        .setting(name)
        .map(d -> Quantities.offset(d.parameters().getLast()).orElse(fallback))
        .orElse(fallback);
  }

  static long number(Scope scope, String name, long fallback) {
    return scope
        .setting(name)
        .map(d -> Quantities.number(d.parameter()).orElse(fallback))
        .orElse(fallback);
  }

  /// What the head of a request may fill.
  static HeadBuffers headBuffers(Scope scope) {
    return new HeadBuffers(
        (int) size(scope, "client_header_buffer_size", 1024),
        (int) number(scope, "large_client_header_buffers", 4),
        (int) size(scope, "large_client_header_buffers", 8192));
  }

  static boolean flag(Scope scope, String name, boolean fallback) {
    return scope.setting(name).map(d -> d.parameter().equalsIgnoreCase("on")).orElse(fallback);
  }

  static String word(Scope scope, String name, String fallback) {
    return scope.setting(name).map(Directive::parameter).orElse(fallback);
  }
}
