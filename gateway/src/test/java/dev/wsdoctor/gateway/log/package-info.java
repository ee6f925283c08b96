@NullMarked
package dev.wsdoctor.gateway.log;

import org.jspecify.annotations.NullMarked;
