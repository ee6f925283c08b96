/// Faults put into healthy configurations one at a time: is each named, and mended?
@NullMarked
package dev.wsdoctor.conformance.mutation;

import org.jspecify.annotations.NullMarked;
