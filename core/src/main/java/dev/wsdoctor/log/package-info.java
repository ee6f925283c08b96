/// What stands in nginx's logs: lines in, facts out, without touching a file. Text holds one char
/// per byte.
@NullMarked
package dev.wsdoctor.log;

import org.jspecify.annotations.NullMarked;
