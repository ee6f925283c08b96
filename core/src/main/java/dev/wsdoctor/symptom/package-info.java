/// What the person saw of a failure: a status, a close code, a time, lines of logs. It decides
/// between the causes that the configuration and the probes leave open.
@NullMarked
package dev.wsdoctor.symptom;

import org.jspecify.annotations.NullMarked;
