/// Prediction, confirmation and observation joined into ranked causes.
@NullMarked
package dev.wsdoctor.diagnosis;

import org.jspecify.annotations.NullMarked;
