/// Text in, (tree, errors) out: nginx's configuration language as lossless text with a tree that
/// points into it.
@NullMarked
package dev.wsdoctor.conf;

import org.jspecify.annotations.NullMarked;
