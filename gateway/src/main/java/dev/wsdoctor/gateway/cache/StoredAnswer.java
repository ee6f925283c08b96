package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Response;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An answer that is kept; times are in seconds.
///
/// @param body from its position on, which nobody may move
/// @param variant of the request it answers; empty where it depends on no field
public record StoredAnswer(
    Response response,
    ByteBuffer body,
    long validUntil,
    long whileUpdating,
    long insteadOfError,
    Optional<String> vary,
    String variant) {
  private static final int OVERHEAD = 256;

  public boolean isFresh(long now) {
    return validUntil >= now;
  }

  /// Whether it itself allows to be given while it is asked for anew.
  public boolean mayBeUpdating(long now) {
    return validUntil + whileUpdating >= now;
  }

  /// Whether it itself allows to be given instead of an error.
  public boolean mayReplaceError(long now) {
    return validUntil + insteadOfError >= now;
  }

  /// The first value of a field that tells when or what it is, of an answer with 200 or 206.
  public Optional<String> validator(String field) {
    boolean has = response.status() == 200 || response.status() == 206;
    return has ? response.fields().first(field) : Optional.empty();
  }

  StoredAnswer with(byte[] whole) {
    return new StoredAnswer(
        response, ByteBuffer.wrap(whole), validUntil, whileUpdating, insteadOfError, vary, variant);
  }

  /// The same, good for longer.
  StoredAnswer renewed(long until, long updating, long error) {
    return new StoredAnswer(response, body, until, updating, error, vary, variant);
  }

  long size() {
    long size = OVERHEAD + (long) body.remaining();
    for (Field field : response.fields()) {
      size += (long) field.name().length() + field.value().length();
    }
    return size;
  }
}
