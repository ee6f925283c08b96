/// Connections that end because nothing was sent for a while, and what lengthens the wait.
@NullMarked
package dev.wsdoctor.rule.timeout;

import org.jspecify.annotations.NullMarked;
