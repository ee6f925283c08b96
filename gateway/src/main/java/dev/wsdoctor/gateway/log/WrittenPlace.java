package dev.wsdoctor.gateway.log;

/// An [ErrorPlace] as it stands in a line, for those who keep it long.
///
/// @param connection its number
/// @param words what follows the message
public record WrittenPlace(long connection, String words) {}
