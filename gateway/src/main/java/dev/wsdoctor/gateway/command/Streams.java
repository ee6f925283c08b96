package dev.wsdoctor.gateway.command;

import java.io.OutputStream;

/// Where a program prints.
public record Streams(OutputStream output, OutputStream error) {}
