package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;

/// A way in which the path came out as nobody wants it: the line that does it, what is sent, and
/// the mend.
record Fault(
    Directive line, String sent, Severity severity, double confidence, String why, Fix mend) {}
