package dev.wsdoctor.log;

/// Takes the bytes of a log chunk by chunk, and hands on the lines that are wanted.
public interface LogCutter {
  /// Takes the next bytes of the file; the array may be used again afterwards.
  void feed(byte[] bytes, int count);

  /// Takes what is left as the last line, which may lack its end.
  void end();

  /// How many lines were too long to be kept whole.
  long cutLines();
}
