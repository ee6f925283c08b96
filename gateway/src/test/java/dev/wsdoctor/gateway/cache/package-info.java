@NullMarked
package dev.wsdoctor.gateway.cache;

import org.jspecify.annotations.NullMarked;
