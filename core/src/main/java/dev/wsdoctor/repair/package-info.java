/// Edits written to files as a transaction.
@NullMarked
package dev.wsdoctor.repair;

import org.jspecify.annotations.NullMarked;
