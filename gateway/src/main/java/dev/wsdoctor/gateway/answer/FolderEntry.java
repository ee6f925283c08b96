package dev.wsdoctor.gateway.answer;

import java.time.Instant;

/// What lies in a folder that is listed.
///
/// @param name one char per byte
public record FolderEntry(String name, Kind kind, Instant modified, long size) {
  public enum Kind {
    DIRECTORY,
    FILE,
    OTHER
  }

  boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }
}
