/// HTTP/1 on the wire without sockets: bytes in, events out, read and written to the byte as nginx
/// does.
@NullMarked
package dev.wsdoctor.gateway.wire;

import org.jspecify.annotations.NullMarked;
