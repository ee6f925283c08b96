/// Which directives the gateway executes, which cannot matter to it, and which it refuses.
@NullMarked
package dev.wsdoctor.gateway.support;

import org.jspecify.annotations.NullMarked;
