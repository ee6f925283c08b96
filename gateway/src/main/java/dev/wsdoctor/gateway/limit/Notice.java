package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.log.Level;

/// What the error log says about a limit.
public record Notice(Level level, String message) {}
