/// The message sizes that a hop carries, measured.
@NullMarked
package dev.wsdoctor.probe.sizes;

import org.jspecify.annotations.NullMarked;
