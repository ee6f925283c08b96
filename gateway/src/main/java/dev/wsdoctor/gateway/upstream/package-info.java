/// Chooses servers of an upstream, keeps idle connections to them, and says when a request goes to
/// the next one, all as nginx does. No I/O; time and randomness come as arguments.
@NullMarked
package dev.wsdoctor.gateway.upstream;

import org.jspecify.annotations.NullMarked;
