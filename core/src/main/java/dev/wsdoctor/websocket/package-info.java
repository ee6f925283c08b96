/// RFC 6455 and RFC 7692 without sockets: bytes in, events out.
@NullMarked
package dev.wsdoctor.websocket;

import org.jspecify.annotations.NullMarked;
