/// Edits written to files as a transaction that survives its process, and the live proof of them.
@NullMarked
package dev.wsdoctor.repair;

import org.jspecify.annotations.NullMarked;
