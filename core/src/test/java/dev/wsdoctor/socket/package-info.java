@NullMarked
package dev.wsdoctor.socket;

import org.jspecify.annotations.NullMarked;
