/// Connections kept open for a while, and what became of them.
@NullMarked
package dev.wsdoctor.probe.hold;

import org.jspecify.annotations.NullMarked;
