/// One file per cause, each a function from a subject to findings, and what they share: the hops of
/// a request, the settings that make a handshake, edits that repair them. Here are the registry and
/// the rules on the fields of the handshake; other groups of causes have packages of their own,
/// which look up to this one and never at each other.
@NullMarked
package dev.wsdoctor.rule;

import org.jspecify.annotations.NullMarked;
