package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.nginx.Tunnel;
import java.util.function.Consumer;

/// An upgraded connection that is handed over: the descriptors of two plain, non-blocking sockets,
/// which now belong to the loop; bytes that were read before and that the other side has not got
/// yet, one char each; the limits; and who wants to know the end. `ended` is called on the loop's
/// thread.
public record Upgraded(
    int client,
    int upstream,
    String toClient,
    String toUpstream,
    Tunnel limits,
    Consumer<Ending> ended) {}
