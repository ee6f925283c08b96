package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Listen;

/// Where a connection came in: the listener of the file, and the address and port dialled as the
/// evaluator is to see them.
record Arrival(Listen listen, String address, int port) {}
