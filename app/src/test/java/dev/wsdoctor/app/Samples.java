package dev.wsdoctor.app;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Check;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Inspection;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.nginx.Tunnel;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Results made by hand, for tests of what is printed.
public final class Samples {
  /// `# café` in UTF-8, as a file holds it: one char per byte.
  public static final SourceFile FILE =
      SourceFile.ofText(
          "/etc/nginx/nginx.conf",
          """
          events {}
          http {
            # caf\u00c3\u00a9
            server {
              listen 8080;
              location /ws {
                proxy_pass http://127.0.0.1:9000;
              }
            }
          }
          """);

  public static final Target TARGET = new Target(true, false, "127.0.0.1", 8080, "/ws");
  private static final NginxVersion VERSION = new NginxVersion(1, 22, 1);

  private Samples() {}

  /// A real answer: what a table shows is best judged on a real configuration.
  public static Survey survey() {
    Setting setting =
        new Setting(
            new ConfigurationSource.Dump(
                """
                # configuration file /etc/nginx/nginx.conf:
                events {}
                http {
                  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
                  proxy_set_header Host $host;
                  server {
                    listen 80;
                    server_name example.com www.example.com;
                    location / {
                      proxy_pass http://127.0.0.1:3000;
                    }
                    location /ws/ {
                      proxy_pass http://127.0.0.1:9000;
                      proxy_http_version 1.1;
                      proxy_set_header Upgrade $http_upgrade;
                      proxy_set_header Connection $connection_upgrade;
                      proxy_read_timeout 1h;
                    }
                    location /static/ { root /srv; }
                  }
                  server {
                    listen 443 ssl;
                    location ~ ^/(live|chat) {
                      if ($uri ~ ^/$) { return 301 https://example.com/; }
                      proxy_pass http://a-backend-with-a-long-name.internal.example.com:8080;
                    }
                  }
                }
                """),
            Optional.empty(),
            Optional.of(VERSION));
    return switch (new Doctor().survey(setting)) {
      case Answer.Given<Survey>(Survey survey) -> survey;
      case Answer.Unusable<Survey>(String message) -> throw new AssertionError(message);
    };
  }

  public static Report broken() {
    return report(
        Verdict.BROKEN,
        "nginx does not forward the upgrade: the location /ws at /etc/nginx/nginx.conf:6 sends"
            + " neither Upgrade nor Connection to http://127.0.0.1:9000.",
        List.of(headersMissing(), anyUpgrade()),
        Optional.of(proxied()),
        List.of(refused(), opened()));
  }

  public static Report healthy() {
    return report(
        Verdict.HEALTHY,
        "The socket opens through nginx, and stays open for an hour of silence.",
        List.of(),
        Optional.of(proxied()),
        List.of(opened()));
  }

  /// Nothing is known but that the name does not resolve.
  public static Report unknown() {
    return report(
        Verdict.UNKNOWN,
        "The name 'nowhere.invalid' does not resolve, so nothing could be tried.",
        List.of(
            new Finding(
                "client-url-mismatch",
                Severity.ERROR,
                0.5,
                "The name does not resolve.",
                "A client cannot dial a name without an address.",
                List.of(),
                List.of(Evidence.probe("nowhere.invalid: Name or service not known")),
                Optional.of(Fix.manual("Correct the URL, or the DNS zone.")))),
        Optional.empty(),
        List.of(failed()));
  }

  public static Explanation redirect() {
    Decision decision =
        new Decision(
            Optional.empty(),
            Optional.empty(),
            new Outcome.Answered(
                301,
                Optional.of(Value.of("http://127.0.0.1:8080/ws/")),
                AnswerReason.SLASH_REDIRECT,
                Optional.of(directive("location"))),
            List.of(
                new Step(
                    Phase.FIND_LOCATION,
                    "adds a slash to /ws",
                    "the proxied prefix location /ws/ is the request with a slash",
                    Optional.of(range("location /ws {")))),
            List.of("the file /ws does not exist"),
            List.of());
    return new Explanation(
        TARGET, Optional.of(FILE.name()), VERSION, "as told", decision, List.of());
  }

  public static Explanation proxiedExplanation() {
    return new Explanation(
        TARGET, Optional.of(FILE.name()), VERSION, "as told", proxied(), List.of());
  }

  /// What mends [#broken].
  public static Mend mend() {
    Finding cause = headersMissing();
    return new Mend(
        Patch.of(cause.fix().orElseThrow().edits()), List.of(cause), List.of(), Optional.empty());
  }

  public static Finding headersMissing() {
    int at = FILE.text().indexOf("proxy_pass");
    String lines =
        String.join(
            "\n      ",
            "proxy_http_version 1.1;",
            "proxy_set_header Upgrade $http_upgrade;",
            "proxy_set_header Connection \"upgrade\";",
            "");
    return new Finding(
        "upgrade-headers-missing",
        Severity.ERROR,
        1,
        "The location that serves this URL sends neither Upgrade nor Connection: upgrade.",
        "Upgrade and Connection are hop-by-hop fields (RFC 9110, 7.6.1), so nginx drops them unless"
            + " it is told to send them. The backend sees an ordinary GET and answers like to one.",
        List.of(Place.of(range("location /ws {"))),
        List.of(
            Evidence.config("no proxy_set_header Upgrade in force in location /ws"),
            Evidence.probe("through nginx: 400 Bad Request; directly: 101 Switching Protocols")),
        Optional.of(Fix.safe("Send both, over HTTP/1.1.", List.of(Edit.insert(FILE, at, lines)))));
  }

  public static Inspection inspection() {
    return new Inspection(
        FILE.name(), List.of(broken(), healthy()), List.of("1 location proxies: not checked"));
  }

  private static Finding anyUpgrade() {
    return new Finding(
        "any-upgrade-forwarded",
        Severity.WARNING,
        0.8,
        "The location forwards any protocol that a client asks for, h2c among them.",
        "nginx tunnels whatever answers 101.",
        List.of(Place.of(range("proxy_pass http://127.0.0.1:9000;"))),
        List.of(),
        Optional.empty());
  }

  static Report report(
      Verdict verdict,
      String headline,
      List<Finding> causes,
      Optional<Decision> decision,
      List<Observation> hops) {
    return new Report(
        TARGET,
        Optional.of(FILE.name()),
        VERSION,
        "/usr/sbin/nginx -v",
        verdict,
        headline,
        causes,
        decision,
        hops,
        List.of(
            new Check("HTTP version", "1.0", Optional.empty(), Check.Result.BAD),
            new Check("Upgrade", "not sent", Optional.of(FILE.name() + ":6"), Check.Result.BAD),
            new Check("timeouts", "60 s idle", Optional.empty(), Check.Result.GOOD),
            new Check("handshake", "not tried", Optional.empty(), Check.Result.UNKNOWN)),
        List.of("The access log was not read: none was named."));
  }

  static Decision proxied() {
    Directive pass = directive("proxy_pass");
    return new Decision(
        Optional.empty(),
        Optional.empty(),
        new Outcome.Proxied(
            pass,
            Scope.of(pass),
            new ProxyTarget(false, Value.of("127.0.0.1"), 9000, Optional.empty(), false),
            new Sent(
                "GET",
                Value.of("/ws"),
                "HTTP/1.0",
                List.of(
                    new Sent.Field(
                        "Host", Value.of("127.0.0.1:9000"), Sent.Origin.DEFAULT, Optional.empty()),
                    new Sent.Field(
                        "X-Name",
                        Value.of("caf\u00c3\u00a9"),
                        Sent.Origin.CONFIGURED,
                        Optional.of(pass)))),
            new Tunnel(
                seconds(60),
                seconds(60),
                seconds(60),
                seconds(60),
                new Tunnel.Limit<>(4096, Optional.empty())),
            true),
        List.of(
            new Step(
                Phase.CONTENT,
                "proxies to http://127.0.0.1:9000",
                "of proxy_pass",
                Optional.of(pass.range()))),
        List.of(),
        List.of());
  }

  private static Tunnel.Limit<Duration> seconds(int seconds) {
    return new Tunnel.Limit<>(Duration.ofSeconds(seconds), Optional.empty());
  }

  private static Observation refused() {
    return observation(
        "through nginx",
        "127.0.0.1:8080",
        new Observation.Result.Refused(400),
        "HTTP/1.1 400 Bad Request\r\nServer: evil\033[2J\r\n\r\n",
        Optional.of(new Response("HTTP/1.1", 400, "Bad\033[2J Request", Fields.NONE)),
        Optional.empty());
  }

  private static Observation opened() {
    return observation(
        "backend",
        "127.0.0.1:9000",
        new Observation.Result.Opened(),
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        Optional.of(new Response("HTTP/1.1", 101, "Switching Protocols", Fields.NONE)),
        Optional.of(Duration.ofNanos(1_234_567)));
  }

  private static Observation failed() {
    return observation(
        "the URL",
        "nowhere.invalid:80",
        new Observation.Result.Failed(
            Observation.Failure.UNKNOWN_HOST, "the name 'nowhere.invalid' does not resolve"),
        "",
        Optional.empty(),
        Optional.empty());
  }

  private static Observation observation(
      String hop,
      String address,
      Observation.Result result,
      String head,
      Optional<Response> response,
      Optional<Duration> echo) {
    return new Observation(
        hop,
        address,
        false,
        new Request("GET", "/ws", "HTTP/1.1", Fields.of("Host", "127.0.0.1")),
        result,
        List.of(new Observation.Timing("answer", Duration.ofMillis(3))),
        head,
        response,
        List.of(),
        List.of(),
        Optional.empty(),
        echo,
        Optional.empty(),
        "",
        List.of(),
        List.of(),
        Optional.empty());
  }

  static SourceRange range(String text) {
    int start = FILE.text().indexOf(text);
    return new SourceRange(FILE, start, start + text.length());
  }

  /// The first directive of that name in the file.
  private static Directive directive(String name) {
    return Parser.parse(FILE).directives().stream()
        .flatMap(Samples::withAllInside)
        .filter(directive -> directive.is(name))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Directive> withAllInside(Directive directive) {
    return Stream.concat(
        Stream.of(directive), directive.children().stream().flatMap(Samples::withAllInside));
  }
}
