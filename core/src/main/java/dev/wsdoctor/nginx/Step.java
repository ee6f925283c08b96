package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.SourceRange;
import java.util.Optional;

/// One step of a decision: what nginx does, because of what, and the line that makes it so.
public record Step(Phase phase, String what, String because, Optional<SourceRange> place) {}
