/// The servers behind nginx: their addresses and names, TLS to them, how they are chosen, and the
/// buffers for what they answer.
@NullMarked
package dev.wsdoctor.rule.upstream;

import org.jspecify.annotations.NullMarked;
