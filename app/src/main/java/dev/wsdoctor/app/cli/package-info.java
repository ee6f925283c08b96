/// The command line: arguments in, an exit code out.
@NullMarked
package dev.wsdoctor.app.cli;

import org.jspecify.annotations.NullMarked;
