/// One file per cause, each a function from a subject to findings.
@NullMarked
package dev.wsdoctor.rule;

import org.jspecify.annotations.NullMarked;
