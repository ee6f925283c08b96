@NullMarked
package dev.wsdoctor.gateway.exchange;

import org.jspecify.annotations.NullMarked;
