/// `proxy_cache`: what may be kept of upstreams' answers, for how long, and where it is kept.
@NullMarked
package dev.wsdoctor.gateway.cache;

import org.jspecify.annotations.NullMarked;
