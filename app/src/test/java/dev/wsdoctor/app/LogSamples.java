package dev.wsdoctor.app;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.log.DebugRecording.Kind;
import dev.wsdoctor.log.DebugRecording.Step;
import dev.wsdoctor.log.Ending;
import dev.wsdoctor.log.RecordedSocket;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What logs may tell: every part of a report has something in it, and two parts a secret.
public final class LogSamples {
  /// Stands in a path and in a sentence of nginx.
  public static final String SECRET = "s3cr3tS3cr3t";

  private LogSamples() {}

  public static LogReport full() {
    return new LogReport(
        List.of(
            new LogReport.Source("access.log", "access log, format combined and main", 5_000_000),
            new LogReport.Source("error.log", "error log", 2_048),
            new LogReport.Source("notes.txt", "not read", 12)),
        1_000,
        "20/Nov/2026:15:00:00 +0000",
        "20/Nov/2026:16:00:00 +0000",
        bars(),
        endings(),
        refusals(),
        recorded(),
        causes(),
        List.of("notes.txt was not read: its lines are neither nginx's error log nor combined"));
  }

  private static List<LogReport.Bar> bars() {
    return List.of(
        new LogReport.Bar("under 1 s", 0, 1, 100, List.of()),
        new LogReport.Bar(
            "1 to 2 min",
            60,
            120,
            900,
            List.of(new LogReport.Mark(60, 700, "proxy_read_timeout, nginx.conf:7"))));
  }

  private static Map<Ending, Long> endings() {
    Map<Ending, Long> endings = new LinkedHashMap<>();
    long count = 600;
    for (Ending ending : Ending.values()) {
      endings.put(ending, count);
      count -= 100;
    }
    return endings;
  }

  private static List<Refusal> refusals() {
    return List.of(
        new Refusal(
            403, Refusal.By.NGINX, "/ws;token=" + SECRET, 12, 12, 0, "20/Nov/2026:15:30:00 +0000"),
        new Refusal(
            426,
            Refusal.By.BACKEND,
            "location /chat (nginx.conf:9)",
            3,
            0,
            2,
            "20/Nov/2026:15:31:00 +0000"),
        new Refusal(9, Refusal.By.UNKNOWN, "/raw", 1, 0, 0, "20/Nov/2026:15:32:00 +0000"));
  }

  private static List<RecordedSocket> recorded() {
    return List.of(
        new RecordedSocket(
            1, "2026/11/20 15:00:00", "/ws", "101", true, "the backend closed first"),
        new RecordedSocket(4, "2026/11/20 15:00:01", "/ws", "", false, "open where the log ends"));
  }

  /// A handshake with a cookie and a token, as a log at level debug has it.
  public static DebugRecording recording() {
    String time = "2026/11/20 15:00:00";
    return new DebugRecording(
        1,
        List.of(
            new Step(time, Kind.ACCEPTED, "127.0.0.1:50000"),
            new Step(time, Kind.REQUEST, "GET /ws?token=" + SECRET + "&x=a:b HTTP/1.1"),
            new Step(time, Kind.REQUEST, "Cookie: sid=" + SECRET + "1"),
            new Step(time, Kind.LOCATION, "chosen /ws"),
            new Step(time, Kind.SAID, "a sentence with " + SECRET + "1"),
            new Step(time, Kind.REPLY, "HTTP/1.1 101 Switching Protocols"),
            new Step(time, Kind.CLOSED, "the client closed first")),
        0);
  }

  private static List<Finding> causes() {
    return List.of(
        Finding.of(
                "access-refused",
                Severity.ERROR,
                0.95,
                "allow and deny let the client not in",
                "allow and deny are asked in order, and the first match decides.")
            .because(
                Evidence.log(
                    "12 times, last 2026/11/20 15:30:00: client sent invalid header line:"
                        + " \"X-Api-Key: "
                        + SECRET
                        + "\" while reading client request headers"))
            .mendedBy(Fix.manual("allow the client's address here")));
  }
}
