package dev.wsdoctor.gateway;

/// A socket that a gateway listens on: the address and port of the file (as in
/// [dev.wsdoctor.nginx.Listen]), and where it really is. A unix socket has port 0 in both.
public record Listener(String writtenAddress, int writtenPort, String address, int port) {}
