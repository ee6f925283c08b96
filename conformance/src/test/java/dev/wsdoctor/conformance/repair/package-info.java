/// Repairs that are killed, run out of space, meet each other, and meet a real nginx.
@NullMarked
package dev.wsdoctor.conformance.repair;

import org.jspecify.annotations.NullMarked;
