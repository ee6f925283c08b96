/// The real file system, read with limits.
@NullMarked
package dev.wsdoctor.disk;

import org.jspecify.annotations.NullMarked;
