/// The demonstration: breaks, finds, fixes and proves, on loopback.
@NullMarked
package dev.wsdoctor.app.demo;

import org.jspecify.annotations.NullMarked;
