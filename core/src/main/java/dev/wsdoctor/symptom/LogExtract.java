package dev.wsdoctor.symptom;

import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.SocketLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes what an examination needs of a part of the logs: for each log a head, and the lines that
/// may concern a socket, as they are. The extracts of all parts together tell the same as the logs.
///
/// A line of a head begins with `#`, a line of a log with a blank. What stands in a head is
/// separated by tabs, and escaped.
public final class LogExtract {
  static final String TITLE = "#wsdoctor-logs-1\t";
  static final String LOG = "#log\t";
  static final String FORMAT = "#format\t";
  static final String REMARK = "#remark\t";
  static final String SAID = "#said\t";
  static final String CUT = "#cut\t";

  private final LogPart part;
  private final Consumer<String> out;

  private LogExtract(LogPart part, Consumer<String> out) {
    this.part = part;
    this.out = out;
  }

  /// Hands the lines of the extract to `out`, one char per byte.
  public static void write(
      List<Path> files, Optional<LogSite> site, LogPart part, Consumer<String> out) {
    LogExtract extract = new LogExtract(part, out);
    out.accept(TITLE + part);
    for (int i = 0; i < files.size(); i++) {
      extract.write(LogOnDisk.of(files.get(i), LogSite.formats(site)), i);
    }
  }

  private void write(LogOnDisk log, int index) {
    out.accept(LOG + log.bytes() + "\t" + log.isErrorLog() + "\t" + escaped(log.name()));
    log.formats().forEach(this::write);
    log.remarks().forEach(remark -> out.accept(REMARK + escaped(remark)));
    boolean isCut = !new LogFile(log.path()).isCompressed();
    if ((log.isErrorLog() || log.isAccessLog()) && (isCut || part.takes(index))) {
      LogCutter cutter = log.cutter(wanted(log));
      List<String> said = new LogFile(log.path(), isCut ? part : LogPart.WHOLE).said(cutter);
      said.forEach(sentence -> out.accept(SAID + escaped(sentence)));
      out.accept(CUT + cutter.cutLines());
    }
  }

  private Consumer<String> wanted(LogOnDisk log) {
    // Who reads it takes one carriage return away.
    Consumer<String> written = line -> out.accept(" " + line + (line.endsWith("\r") ? "\r" : ""));
    return log.isErrorLog() ? new SocketLines(written) : written;
  }

  private void write(LogFormat format) {
    StringBuilder line = new StringBuilder(FORMAT);
    line.append(format.escape()).append('\t').append(escaped(format.name()));
    format.pieces().forEach(piece -> line.append('\t').append(escaped(piece)));
    out.accept(line.toString());
  }

  /// UTF-8 in one char per byte, without tabs and line ends.
  static String escaped(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  static String unescaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c == '\\' && i + 1 < text.length() ? behindBackslash(text.charAt(++i)) : c);
    }
    return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static char behindBackslash(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
