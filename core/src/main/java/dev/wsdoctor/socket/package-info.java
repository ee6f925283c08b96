/// The kernel's connections, who owns them, and what can be told of sockets through nginx from
/// them.
@NullMarked
package dev.wsdoctor.socket;

import org.jspecify.annotations.NullMarked;
