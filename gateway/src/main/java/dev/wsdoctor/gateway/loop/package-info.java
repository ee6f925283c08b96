/// Carries upgraded connections between plain sockets, by epoll, recv and send of the C library.
@NullMarked
package dev.wsdoctor.gateway.loop;

import org.jspecify.annotations.NullMarked;
