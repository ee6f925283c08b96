/// TLS as nginx.conf asks for it: what the directives mean, certificates and keys, and the handlers
/// that speak it to clients and to upstreams.
@NullMarked
package dev.wsdoctor.gateway.tls;

import org.jspecify.annotations.NullMarked;
