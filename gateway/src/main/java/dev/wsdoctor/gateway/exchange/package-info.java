/// Connections of clients and of upstreams, and what goes between them. State belongs to one event
/// loop.
@NullMarked
package dev.wsdoctor.gateway.exchange;

import org.jspecify.annotations.NullMarked;
