/// Messages at a set rate over many connections, and how long each takes.
@NullMarked
package dev.wsdoctor.probe.load;

import org.jspecify.annotations.NullMarked;
