/// What nginx does with a request, and why.
@NullMarked
package dev.wsdoctor.nginx;

import org.jspecify.annotations.NullMarked;
