/// The confirm step on the real nginx.
@NullMarked
package dev.wsdoctor.conformance.sandbox;

import org.jspecify.annotations.NullMarked;
