/// Configurations that are right, run through a real nginx to prove it.
@NullMarked
package dev.wsdoctor.conformance.healthy;

import org.jspecify.annotations.NullMarked;
