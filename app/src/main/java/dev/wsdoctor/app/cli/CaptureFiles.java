package dev.wsdoctor.app.cli;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.CaptureReader;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.diagnosis.Answer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Captures as files, gz too.
final class CaptureFiles {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int GZIP_MAGIC = 0x1f8b;

  private CaptureFiles() {}

  /// All of them together; the first that cannot be read is refused.
  static Answer<Capture> read(List<Path> files, Limits limits) {
    List<Capture> captures = new ArrayList<>();
    for (Path file : files) {
      switch (read(file, limits)) {
        case Answer.Given<Capture>(Capture capture) -> captures.add(capture);
        case Answer.Unusable<Capture>(String message) -> {
          return new Answer.Unusable<>(message);
        }
      }
    }
    return new Answer.Given<>(Capture.together(captures));
  }

  private static Answer<Capture> read(Path file, Limits limits) {
    if (!Files.exists(file)) {
      return new Answer.Unusable<>("there is no capture %s; check the path".formatted(file));
    }
    if (Files.isDirectory(file)) {
      return new Answer.Unusable<>("%s is a folder; give a capture in it".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      return new Answer.Unusable<>(
          "%s is a pipe, device or socket; write what comes from it to a file, and read that"
              .formatted(file));
    }
    if (!Files.isReadable(file)) {
      return new Answer.Unusable<>(
          "this user may not read %s; use sudo or another user".formatted(file));
    }
    try (InputStream in = open(file)) {
      return switch (CaptureReader.read(in, limits)) {
        case CaptureReader.Read.Done(Capture capture) -> new Answer.Given<>(capture);
        case CaptureReader.Read.NoCapture(String message) ->
            new Answer.Unusable<>("%s: %s".formatted(file, message));
      };
    } catch (EOFException _) {
      return new Answer.Unusable<>("%s: the compressed file is cut".formatted(file));
    } catch (IOException e) {
      return new Answer.Unusable<>("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }
}
