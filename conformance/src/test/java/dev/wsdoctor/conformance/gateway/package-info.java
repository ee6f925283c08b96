/// The same configuration and bytes to a real nginx and to the gateway.
@NullMarked
package dev.wsdoctor.conformance.gateway;

import org.jspecify.annotations.NullMarked;
