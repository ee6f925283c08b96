/// What our evaluator decides against what Debian's nginx does.
@NullMarked
package dev.wsdoctor.conformance.nginx;

import org.jspecify.annotations.NullMarked;
