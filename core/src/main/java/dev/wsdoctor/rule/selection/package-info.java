/// Which server and location take the handshake instead of the one made for it, and what nginx
/// answers there by itself: files, redirects, refusals.
@NullMarked
package dev.wsdoctor.rule.selection;

import org.jspecify.annotations.NullMarked;
