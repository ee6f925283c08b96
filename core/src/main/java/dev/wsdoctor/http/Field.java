package dev.wsdoctor.http;

/// One field line (RFC 9110, 5.1); names compare without case.
public record Field(String name, String value) {
  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
