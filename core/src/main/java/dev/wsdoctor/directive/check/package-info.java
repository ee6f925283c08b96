/// `nginx -t` without nginx: what it would refuse, in its words and its order.
@NullMarked
package dev.wsdoctor.directive.check;

import org.jspecify.annotations.NullMarked;
