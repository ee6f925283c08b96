/// What we say of configurations against what the real nginx says.
@NullMarked
package dev.wsdoctor.conformance.conf;

import org.jspecify.annotations.NullMarked;
