package dev.wsdoctor.capture;

/// How much is kept, so that neither a capture nor a peer can fill the memory.
///
/// `headBytes`: a head that does not end within them is no HTTP. `messageBytes`: of a longer
/// message only the beginning is kept, and it is not decompressed. `keptBytes`: payload of all
/// messages of one conversation; of what comes later only the lengths are kept. `moments`: of one
/// conversation; the first half and the last are kept. `conversations`: of a capture.
/// `connections`: that a capture has at one time; the one that was silent for the longest is given
/// up for a new one. `disorderBytes`: that wait for a missing segment, each direction.
/// `totalBytes`: of everything that is kept of all conversations.
public record Limits(
    int headBytes,
    int messageBytes,
    long keptBytes,
    int moments,
    int conversations,
    int connections,
    int disorderBytes,
    long totalBytes) {
  public static final Limits DEFAULT =
      new Limits(
          64 * 1024,
          1024 * 1024,
          4L * 1024 * 1024,
          2_000,
          1_000,
          10_000,
          1024 * 1024,
          64L * 1024 * 1024);

  /// The same with so many moments of a conversation kept.
  public Limits keepingMoments(int most) {
    return new Limits(
        headBytes,
        messageBytes,
        keptBytes,
        most,
        conversations,
        connections,
        disorderBytes,
        totalBytes);
  }

  /// The same with so many bytes of payload kept of a conversation.
  public Limits keepingBytes(long most) {
    return new Limits(
        headBytes,
        messageBytes,
        most,
        moments,
        conversations,
        connections,
        disorderBytes,
        totalBytes);
  }
}
