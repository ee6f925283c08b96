/// Live hops asked with real handshakes.
@NullMarked
package dev.wsdoctor.probe;

import org.jspecify.annotations.NullMarked;
