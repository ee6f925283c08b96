package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.log.DebugRecording.Step;
import java.util.regex.Pattern;

/// A recording without its secrets. A field says that its value is one; it is hidden in every other
/// place too.
final class MaskedDebugRecording {
  /// RFC 9110, 5.1: a field name is a token. A request line has a blank in front of any colon.
  private static final Pattern FIELD = Pattern.compile("[^\\s:\"(),/;<=>?@\\[\\]{}]+:.*");

  private final Secrets secrets = new Secrets();

  private MaskedDebugRecording(DebugRecording recording) {
    recording.steps().stream().map(Step::text).forEach(this::learn);
  }

  static DebugRecording of(DebugRecording recording) {
    MaskedDebugRecording masked = new MaskedDebugRecording(recording);
    return new DebugRecording(
        recording.connection(),
        recording.steps().stream().map(masked::step).toList(),
        recording.dropped());
  }

  private void learn(String text) {
    if (isField(text)) {
      int colon = text.indexOf(':');
      secrets.learn(Fields.of(text.substring(0, colon), text.substring(colon + 1).strip()));
      return;
    }
    secrets.learn(SecretText.in(text));
  }

  private Step step(Step step) {
    String text = step.text();
    return new Step(
        step.time(), step.kind(), isField(text) ? secrets.head(text) : secrets.text(text));
  }

  private static boolean isField(String text) {
    return FIELD.matcher(text).matches();
  }
}
