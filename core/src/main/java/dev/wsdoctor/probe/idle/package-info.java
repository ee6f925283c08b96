/// The idle limit of a hop, measured.
@NullMarked
package dev.wsdoctor.probe.idle;

import org.jspecify.annotations.NullMarked;
