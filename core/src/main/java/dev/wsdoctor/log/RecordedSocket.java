package dev.wsdoctor.log;

/// A connection of a log at level `debug` that asked to be upgraded: when it came, for which path,
/// the status of the answer (empty when there was none), whether it became a tunnel, and its end in
/// words.
public record RecordedSocket(
    long connection, String time, String path, String status, boolean tunnel, String end) {}
