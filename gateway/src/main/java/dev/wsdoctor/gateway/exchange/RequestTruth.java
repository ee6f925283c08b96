package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.HttpDate;
import dev.wsdoctor.gateway.answer.Statuses;
import dev.wsdoctor.gateway.limit.LimitStatus;
import dev.wsdoctor.gateway.log.HostName;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Truth;
import dev.wsdoctor.nginx.UpstreamEnding;
import dev.wsdoctor.nginx.VirtualServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// What running has told of one request so far. Used by one thread.
final class RequestTruth implements Truth {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter SSI =
      DateTimeFormatter.ofPattern("EEEE, dd-MMM-yyyy HH:mm:ss z", Locale.ROOT);

  /// Most requests have no verdict at all.
  private static final int FEW = 2;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TO_HTTPS = 497;
  private static final int SERVER_ERROR = 500;
  private static final long PROCESS = ProcessHandle.current().pid();

  private final ClientConnection client;
  private final UpstreamFacts upstream;
  private final Optional<Refusal> refusal;
  private final Instant start;
  private final IdentityHashMap<Directive, Integer> verdicts = new IdentityHashMap<>(FEW);
  private final Set<String> limitsAsked = new HashSet<>(FEW);
  private final List<UpstreamEnding> endings = new ArrayList<>();

  /// Values that others have to give: those of the upstream, of `auth_request_set`, of TLS.
  private final Map<String, String> given = new HashMap<>();

  private Optional<Head> head = Optional.empty();
  private final boolean pipelined;
  private final String line;
  private final long headLength;
  private int status;
  private long bodyLength;
  private boolean bodyIsRead;
  private Optional<String> challenge = Optional.empty();
  private Supplier<Optional<String>> body = Optional::empty;
  private Optional<Downstream> downstream = Optional.empty();

  RequestTruth(ClientConnection client, UpstreamFacts upstream, ReadHead read) {
    this.upstream = upstream;
    this.client = client;
    this.refusal = read.refusal();
    this.line = read.line();
    this.headLength = read.length();
    this.pipelined = client.isPipelined();
    this.start = client.site().clock().instant();
  }

  /// The second in which the request began.
  long startSecond() {
    return start.getEpochSecond();
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public Optional<Integer> verdict(Directive by) {
    return limitsAsked.contains(by.name()) && !verdicts.containsKey(by)
        ? Optional.of(0)
        : Optional.ofNullable(verdicts.get(by));
  }

  /// A limit has counted the request, and is not asked again wherever it goes.
  void limited(String limit, LimitStatus status) {
    give(limit + "_status", status.name());
    limitsAsked.add(limit);
  }

  void verdict(Directive by, int status) {
    verdicts.put(by, status);
  }

  @Override
  public List<UpstreamEnding> upstreamEndings() {
    return endings;
  }

  void ended(UpstreamEnding ending) {
    endings.add(ending);
  }

  @Override
  public boolean asksUncached() {
    return upstream.cache().filter(CacheFacts::asksUncached).isPresent();
  }

  /// For the same request as it is made once more, when all has been asked.
  RequestTruth again(Request request, UpstreamFacts own) {
    ReadHead same = new ReadHead(request, refusal, line, headLength);
    RequestTruth truth = new RequestTruth(client, own, same);
    truth.verdicts.putAll(verdicts);
    truth.limitsAsked.addAll(limitsAsked);
    truth.endings.addAll(endings);
    truth.given.putAll(given);
    return truth;
  }

  @Override
  public Optional<Refusal> refusal() {
    return refusal;
  }

  @Override
  public boolean bodyIsRead() {
    return bodyIsRead;
  }

  void bodyIsRead(boolean read) {
    bodyIsRead = read;
  }

  @Override
  public Optional<Refusal> certificateRefusal(VirtualServer server) {
    ConnectionFacts facts = client.facts();
    return facts
        .tls()
        .flatMap(tls -> client.site().tls().refusal(server, tls))
        .map(refused -> new Refusal(refused.status(), refused.message()));
  }

  /// What a request of `auth_request` has told: its variables, and its challenge.
  void authorised(List<Directive> sets, Subrequest.Result result) {
    for (Directive set : sets) {
      String name = set.parameter().substring(1).toLowerCase(Locale.ROOT);
      give(name, result.execution().text(set.lastParameter()));
    }
    challenge =
        result.status() == UNAUTHORIZED
            ? result.head().flatMap(h -> h.field("WWW-Authenticate"))
            : Optional.empty();
  }

  /// 0 for a status that allows the request.
  static int verdict(Subrequest.Result result) {
    int status = result.status();
    boolean allows = status >= 200 && status < 300;
    boolean refuses = status == UNAUTHORIZED || status == FORBIDDEN;
    return allows ? 0 : refuses ? status : SERVER_ERROR;
  }

  /// The WWW-Authenticate that the answer has to carry.
  Optional<String> challenge() {
    return challenge;
  }

  void give(String variable, String value) {
    given.put(variable, value);
  }

  /// nginx is about to answer so by itself, unless somebody else is to answer.
  void answering(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered answered -> answering(answered.status());
      case Outcome.Static file -> answering(file.status());
      case Outcome.WrongProtocol _ -> answering(TO_HTTPS);
      case Outcome.Proxied _, Outcome.Closed _, Outcome.Handled _ -> {}
      case Outcome.NotListening(), Outcome.NotLoaded() -> {}
    }
  }

  /// The answer that is being made has that status.
  void answering(int with) {
    status = with;
  }

  /// The request ends without an answer; one that has begun keeps its status.
  void terminated(int with) {
    boolean begun = status != 0 && downstream.filter(d -> d.sent() > 0).isPresent();
    status = begun ? status : with;
  }

  /// Who knows `$request_body`.
  void bodyFrom(Supplier<Optional<String>> source) {
    body = source;
  }

  /// The answer is whole, or there is no more to it (`r->request_complete`).
  void complete() {
    give("request_completion", "OK");
  }

  /// Of an answer whose other fields are evaluated now.
  void making(Head answer) {
    head = Optional.of(answer);
  }

  void answering(Head answer, Downstream to) {
    status = answer.status();
    head = Optional.of(answer);
    downstream = Optional.of(to);
  }

  void received(long bytes) {
    bodyLength += bytes;
  }

  @Override
  public Optional<String> variable(String name) {
    Optional<String> value = Optional.ofNullable(given.get(name));
    return value
        .or(() -> upstream.variable(name))
        .or(() -> connection(name))
        .or(() -> time(name))
        .or(() -> answer(name));
  }

  private Optional<String> connection(String name) {
    ConnectionFacts facts = client.facts();
    return switch (name) {
      case "remote_port", "realip_remote_port" -> Optional.of("" + facts.clientPort());
      case "binary_remote_addr" ->
          Optional.of(
              new String(facts.clientBytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
      case "connection" -> Optional.of("" + facts.number());
      case "connection_requests" -> Optional.of("" + client.requests());
      case "connection_time" -> Optional.of(seconds(facts.start()));
      case "request_length" -> Optional.of("" + (headLength + bodyLength));
      case "pipe" -> Optional.of(pipelined ? "p" : ".");
      case "request" -> Optional.of(line);
      case "request_body" -> body.get();
      case "hostname" -> Optional.of(HostName.OWN);
      case "pid" -> Optional.of("" + PROCESS);
      case "request_id" -> Optional.of(given.computeIfAbsent("request_id", _ -> random()));
      default ->
          name.startsWith("connections_")
              ? client.site().traffic().variable(name)
              : facts.variable(name, client.site().clock().instant());
    };
  }

  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  private Optional<String> time(String name) {
    return switch (name) {
      case "msec" -> Optional.of(millis(client.site().clock().instant().toEpochMilli()));
      case "time_iso8601" -> Optional.of(ISO.format(now(ZoneId.systemDefault())));
      case "time_local" -> Optional.of(LOCAL.format(now(ZoneId.systemDefault())));
      case "date_local" -> Optional.of(SSI.format(now(ZoneId.systemDefault())));
      case "date_gmt" -> Optional.of(SSI.format(now(ZoneId.of("GMT"))));
      case "request_time" -> Optional.of(seconds(start));
      default -> Optional.empty();
    };
  }

  private ZonedDateTime now(ZoneId zone) {
    return client.site().clock().instant().atZone(zone);
  }

  private String seconds(Instant since) {
    return millis(Math.max(0, Duration.between(since, client.site().clock().instant()).toMillis()));
  }

  private static String millis(long millis) {
    String thousandths = Long.toString(1000 + millis % 1000);
    return millis / 1000 + "." + thousandths.substring(1);
  }

  private Optional<String> answer(String name) {
    if (name.startsWith("sent_http_")) {
      return head.flatMap(h -> h.field(name.substring(10).replace('_', '-')));
    }
    return switch (name) {
      case "status" -> status == 0 ? Optional.empty() : Optional.of(Statuses.digits(status));
      case "bytes_sent" -> Optional.of(downstream.map(d -> "" + d.sent()).orElse("0"));
      case "body_bytes_sent" -> Optional.of(downstream.map(d -> "" + d.sentOfBody()).orElse("0"));
      default -> Optional.empty();
    };
  }

  /// The date of an answer that is made now.
  String date() {
    return HttpDate.of(client.site().clock().instant());
  }
}
