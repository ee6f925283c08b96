@NullMarked
package dev.wsdoctor.nginx;

import org.jspecify.annotations.NullMarked;
