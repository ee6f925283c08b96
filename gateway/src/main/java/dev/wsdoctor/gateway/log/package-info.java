/// nginx's access and error logs: which log a line goes to, what it says, and the files.
@NullMarked
package dev.wsdoctor.gateway.log;

import org.jspecify.annotations.NullMarked;
