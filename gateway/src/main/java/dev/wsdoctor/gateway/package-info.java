/// Runs nginx.conf: every request is decided by `dev.wsdoctor.nginx`, and executed here.
@NullMarked
package dev.wsdoctor.gateway;

import org.jspecify.annotations.NullMarked;
