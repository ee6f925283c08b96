package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.Request;

/// A request that nginx sent to a stand-in.
///
/// What the sandbox moved reads as in the original again: addresses, ports, `$proxy_host`.
///
/// @param peer the upstream peer as the configuration names it, with its port: `app:8080`,
///   `unix:/run/app.sock`
/// @param head the request head, byte for byte as it came
/// @param answered the status that the stand-in answered with
/// @param authorization whether it asks for permission only, by `auth_request`
public record RecordedRequest(
    String peer, boolean tls, String head, Request request, int answered, boolean authorization) {}
