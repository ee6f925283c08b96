package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Recording;

/// A way to print what a capture or a tap has recorded.
public interface TranscriptFormat {
  byte[] transcript(Recording recording);
}
