/// `limit_req` and `limit_conn`: who is let in, delayed or refused, with nginx's arithmetic. No
/// I/O; time comes as an argument.
@NullMarked
package dev.wsdoctor.gateway.limit;

import org.jspecify.annotations.NullMarked;
