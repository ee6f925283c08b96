/// HTTP values as RFC 9110 names them.
@NullMarked
package dev.wsdoctor.http;

import org.jspecify.annotations.NullMarked;
