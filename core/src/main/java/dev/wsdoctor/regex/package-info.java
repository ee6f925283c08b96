/// nginx's regular expressions with PCRE's meaning.
@NullMarked
package dev.wsdoctor.regex;

import org.jspecify.annotations.NullMarked;
