/// The confirm step: the user's configuration on the user's nginx, moved to free loopback ports.
@NullMarked
package dev.wsdoctor.sandbox;

import org.jspecify.annotations.NullMarked;
