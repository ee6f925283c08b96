package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.nginx.Tunnel;
import java.util.function.Consumer;

/// An upgraded connection that is handed over: two plain sockets that nothing waits to be sent to,
/// the limits, and who wants to know the end. `ended` is called on the loop's thread.
record Upgraded(
    StreamChannel.Surrendered client,
    StreamChannel.Surrendered upstream,
    Tunnel limits,
    Consumer<Ending> ended) {}
