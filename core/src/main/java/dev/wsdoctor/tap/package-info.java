/// Stands in one hop, passes on every byte, and overhears both sides.
@NullMarked
package dev.wsdoctor.tap;

import org.jspecify.annotations.NullMarked;
