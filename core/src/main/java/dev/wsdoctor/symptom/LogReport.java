package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.Ending;
import dev.wsdoctor.log.RecordedSocket;
import dev.wsdoctor.log.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What logs tell of all sockets: how many there were and for how long, who ended them, which
/// handshakes were refused, and the causes, ranked. `first` and `last` are the times of the first
/// and last socket's end as written. The path of a refusal is a location where the configuration
/// knows one. `recorded` are the connections of logs at level debug that asked for a socket.
public record LogReport(
    List<Source> sources,
    long sockets,
    String first,
    String last,
    List<Bar> lifetimes,
    Map<Ending, Long> endings,
    List<Refusal> refusals,
    List<RecordedSocket> recorded,
    List<Finding> causes,
    List<String> remarks) {
  /// A file that was read; `kind` in a few words: `error log`, `access log, format combined`.
  public record Source(String name, String kind, long bytes) {}

  /// So many sockets lived that long; `from` and `to` in seconds, the latter not included.
  public record Bar(String range, long from, long to, long count, List<Mark> marks) {
    public Bar {
      marks = List.copyOf(marks);
    }
  }

  /// So many of a bar's sockets lived for about `seconds`, which is the limit of `who`.
  public record Mark(long seconds, long count, String who) {}

  public LogReport {
    sources = List.copyOf(sources);
    lifetimes = List.copyOf(lifetimes);
    endings = new LinkedHashMap<>(endings);
    refusals = List.copyOf(refusals);
    recorded = List.copyOf(recorded);
    causes = List.copyOf(causes);
    remarks = List.copyOf(remarks);
  }
}
