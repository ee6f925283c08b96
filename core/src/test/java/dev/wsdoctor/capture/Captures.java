package dev.wsdoctor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/// Reads captures that tests made up.
final class Captures {
  private Captures() {}

  /// Asserts that the file has one conversation, with these moments.
  static void check(byte[] file, List<String> expected) {
    assertThat(Lines.of(only(file))).containsExactlyElementsOf(expected);
  }

  /// The only conversation of a file without damage.
  static Conversation only(byte[] file) {
    Capture capture = done(read(file, Limits.DEFAULT));
    assertThat(capture.remarks()).isEmpty();
    assertThat(capture.conversations()).hasSize(1);
    return capture.conversations().getFirst();
  }

  static Capture done(CaptureReader.Read read) {
    return switch (read) {
      case CaptureReader.Read.Done(Capture capture) -> capture;
      case CaptureReader.Read.NoCapture(String message) -> throw new AssertionError(message);
    };
  }

  static CaptureReader.Read read(byte[] file, Limits limits) {
    try {
      return CaptureReader.read(new ByteArrayInputStream(file), limits);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
