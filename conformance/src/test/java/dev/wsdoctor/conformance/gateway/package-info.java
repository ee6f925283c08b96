/// What our gateway does against what Debian's nginx does.
@NullMarked
package dev.wsdoctor.conformance.gateway;

import org.jspecify.annotations.NullMarked;
