/// Sockets on epoll: a transport for Netty's channels by system calls of our own, and the tunnels
/// that leave those channels.
@NullMarked
package dev.wsdoctor.gateway.loop;

import org.jspecify.annotations.NullMarked;
