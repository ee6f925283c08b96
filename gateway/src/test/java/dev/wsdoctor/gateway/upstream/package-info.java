@NullMarked
package dev.wsdoctor.gateway.upstream;

import org.jspecify.annotations.NullMarked;
