package dev.wsdoctor.http;

/// The head of an answer: version, status, reason phrase and fields.
public record Response(String version, int status, String reason, Fields fields) {}
