package dev.wsdoctor.gateway.openssl;

import java.util.Set;

/// Why a session cannot go on.
///
/// @param words those of nginx: `SSL_read() failed (SSL: error:0A000119:SSL routines::decryption
///   failed or bad record mac)`
/// @param isUsual whether peers cause it every day; nginx calls anything else critical
///   (`ngx_ssl_connection_error`)
public record OpensslFailure(String words, boolean isUsual) {
  private static final int FIRST_ALERT = 1000;
  private static final int LAST_ALERT = 1120;

  /// `SSL_R_` reasons, of handshakes and of records.
  private static final Set<Integer> USUAL =
      Set.of(
          101, 103, 118, 129, 149, 151, 152, 155, 156, 159, 182, 183, 187, 193, 213, 226, 227, 234,
          244, 245, 246, 252, 253, 258, 266, 267, 270, 271, 281, 335, 336, 337, 338, 345, 373, 377,
          396, 443);

  /// @param reason of the first error in OpenSSL's queue; 0 for none
  static OpensslFailure of(String function, String errors, int reason) {
    return new OpensslFailure(
        function + " failed" + (errors.isEmpty() ? "" : " (SSL: " + errors + ")"),
        USUAL.contains(reason) || (reason >= FIRST_ALERT && reason <= LAST_ALERT));
  }
}
