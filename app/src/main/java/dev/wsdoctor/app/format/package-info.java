/// Results as text and JSON; one file per output format.
@NullMarked
package dev.wsdoctor.app.format;

import org.jspecify.annotations.NullMarked;
