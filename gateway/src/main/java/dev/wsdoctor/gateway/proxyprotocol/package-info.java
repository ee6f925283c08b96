/// The PROXY protocol, versions 1 and 2 (haproxy's proxy-protocol.txt), as nginx speaks it.
@NullMarked
package dev.wsdoctor.gateway.proxyprotocol;

import org.jspecify.annotations.NullMarked;
