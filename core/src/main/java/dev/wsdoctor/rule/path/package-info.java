/// How the path that goes upstream differs from the one that was asked for: searches for ways in
/// which it is spoilt, tried in the order of [ProxyPassRewritesPath].
@NullMarked
package dev.wsdoctor.rule.path;

import org.jspecify.annotations.NullMarked;
