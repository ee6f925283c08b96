package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Capture;

/// A way to print what a capture or a tap has recorded.
public interface TranscriptFormat {
  /// `source` is the file, or the hop that was tapped.
  byte[] transcript(String source, Capture capture);
}
