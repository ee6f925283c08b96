package dev.wsdoctor.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What a Close frame says: the code, absent when the payload has none, and the reason in Unicode
/// with replacement characters for what is no UTF-8 (RFC 6455, 5.5.1).
public record CloseFrame(OptionalInt code, String reason, List<Violation> violations) {
  public CloseFrame {
    violations = List.copyOf(violations);
  }

  /// Reads a Close frame's payload.
  public static CloseFrame of(Frame frame) {
    String payload = frame.payload();
    if (payload.isEmpty()) {
      return new CloseFrame(OptionalInt.empty(), "", List.of());
    }
    if (payload.length() == 1) {
      return new CloseFrame(
          OptionalInt.empty(),
          "",
          List.of(
              new Violation(
                  Requirement.CLOSE_HAS_WHOLE_CODE,
                  "expected a close code of two bytes but found one byte")));
    }
    int code = payload.charAt(0) << 8 | payload.charAt(1);
    byte[] reason = payload.substring(2).getBytes(StandardCharsets.ISO_8859_1);
    return new CloseFrame(
        OptionalInt.of(code), new String(reason, StandardCharsets.UTF_8), judge(code, reason));
  }

  private static List<Violation> judge(int code, byte[] reason) {
    List<Violation> found = new ArrayList<>();
    if (!CloseCode.isSendable(code)) {
      found.add(
          new Violation(
              Requirement.CLOSE_CODE_IS_SENDABLE,
              "expected a close code that may be sent but found " + CloseCode.describe(code)));
    }
    Utf8Validator utf8 = new Utf8Validator();
    if (!utf8.accepts(reason) || !utf8.isComplete()) {
      found.add(
          new Violation(
              Requirement.CLOSE_REASON_IS_UTF8,
              "expected a reason in UTF-8 but found other bytes"));
    }
    return found;
  }

  /// `1008 (policy violation): not today`.
  public String describe() {
    String number = code.isPresent() ? CloseCode.describe(code.getAsInt()) : "no code";
    return reason.isEmpty() ? number : number + ": " + reason;
  }
}
