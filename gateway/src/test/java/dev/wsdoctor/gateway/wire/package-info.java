@NullMarked
package dev.wsdoctor.gateway.wire;

import org.jspecify.annotations.NullMarked;
