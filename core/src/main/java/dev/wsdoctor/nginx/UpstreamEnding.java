package dev.wsdoctor.nginx;

/// How a proxied request ends when the upstream's answer is not what the client gets.
public sealed interface UpstreamEnding {
  /// With a status: nobody could be asked, or `proxy_intercept_errors` takes the answer.
  record Status(int status) implements UpstreamEnding {}

  /// The answer sends nginx to another URI or named location (`X-Accel-Redirect`).
  record Redirect(String target) implements UpstreamEnding {}
}
