@NullMarked
package dev.wsdoctor.gateway.limit;

import org.jspecify.annotations.NullMarked;
