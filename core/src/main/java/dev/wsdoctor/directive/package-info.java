/// What nginx knows about its directives, by version, as data.
@NullMarked
package dev.wsdoctor.directive;

import org.jspecify.annotations.NullMarked;
