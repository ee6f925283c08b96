/// `resolver`: names that are looked up while requests wait.
@NullMarked
package dev.wsdoctor.gateway.resolve;

import org.jspecify.annotations.NullMarked;
