/// Calls of functions of C, in the few shapes that all of them share.
@NullMarked
package dev.wsdoctor.gateway.foreign;

import org.jspecify.annotations.NullMarked;
