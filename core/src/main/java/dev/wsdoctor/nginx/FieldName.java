package dev.wsdoctor.nginx;

/// Which field names nginx takes (`ngx_http_parse_header_line`).
public final class FieldName {
  /// What becomes of the field line.
  enum Judgement {
    KEPT,
    /// `ignore_invalid_headers`: left out without a word.
    IGNORED,
    /// The request is answered with 400.
    BROKEN
  }

  private static final ScopeValue<Boolean> UNDERSCORES =
      ScopeValue.of(server -> server.flag("underscores_in_headers", false));

  private FieldName() {}

  /// Whether a server leaves a request's field of that name out.
  public static boolean isIgnored(String name, Scope server) {
    return judge(name, server) == Judgement.IGNORED;
  }

  static Judgement judge(String name, Scope server) {
    boolean underscores = UNDERSCORES.in(server);
    boolean valid = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == 0x7f) {
        return Judgement.BROKEN;
      }
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      valid &= plain || (c == '_' && underscores);
    }
    return valid || !server.flag("ignore_invalid_headers", true)
        ? Judgement.KEPT
        : Judgement.IGNORED;
  }
}
