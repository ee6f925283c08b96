package dev.wsdoctor.nginx;

/// A location seen from one URI: whether it matches by itself, whether it is the one that takes the
/// request, and why, in a sentence.
public record Candidate(Location location, boolean matches, boolean chosen, String reason) {}
