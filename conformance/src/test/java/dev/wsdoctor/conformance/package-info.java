/// The same inputs through a real nginx and real third-party peers.
@NullMarked
package dev.wsdoctor.conformance;

import org.jspecify.annotations.NullMarked;
