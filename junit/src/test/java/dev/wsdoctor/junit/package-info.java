@NullMarked
package dev.wsdoctor.junit;

import org.jspecify.annotations.NullMarked;
