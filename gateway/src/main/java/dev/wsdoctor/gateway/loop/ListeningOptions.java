package dev.wsdoctor.gateway.loop;

/// How a socket listens.
///
/// @param backlog connections that may wait to be accepted
/// @param ipv6Only whether a socket for IPv6 leaves IPv4 to another one
public record ListeningOptions(int backlog, boolean ipv6Only) {}
