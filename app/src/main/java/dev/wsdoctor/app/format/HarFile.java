package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Exchange;
import dev.wsdoctor.capture.Message;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.capture.Sighting;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An HTTP Archive (HAR 1.2) with the messages where Chrome writes them: in `_webSocketMessages` of
/// the handshake's entry, text as text and binary in base64, with the time in seconds.
public final class HarFile {
  private static final int UNKNOWN = -1;

  private final Json json;
  private final boolean tls;

  private HarFile(Json json, boolean tls) {
    this.json = json;
    this.tls = tls;
  }

  /// `tls` says whether clients opened it as wss.
  public static byte[] of(Recording recording, Viewer viewer, boolean tls) {
    Recording shown = viewer.seesSecrets() ? recording : MaskedRecording.of(recording);
    return Json.document(json -> new HarFile(json, tls).log(shown));
  }

  private void log(Recording recording) {
    List<Conversation> told =
        recording.capture().conversations().stream()
            .filter(one -> one.handshake().isPresent())
            .toList();
    json.object(
        "log",
        () -> {
          json.string("version", "1.2");
          json.object("creator", this::creator);
          json.objects("pages", List.of(), _ -> {});
          json.objects("entries", told, one -> entry(one, one.handshake().orElseThrow()));
        });
  }

  private void creator() {
    json.string("name", "wsdoctor");
    json.string("version", Version.current().orElse("0"));
  }

  private void entry(Conversation conversation, Exchange exchange) {
    Duration wait = exchange.waited().orElse(Duration.ZERO);
    json.string("startedDateTime", exchange.askedAt().toString());
    json.milliseconds("time", Optional.of(conversation.lifetime()));
    json.object("request", () -> request(exchange.request()));
    json.object(
        "response",
        () -> response(exchange.response().orElse(new Response("HTTP/1.1", 0, "", Fields.NONE))));
    json.object("cache", () -> {});
    json.object(
        "timings",
        () -> {
          json.number("send", 0);
          json.milliseconds("wait", Optional.of(wait));
          json.number("receive", 0);
        });
    json.string("serverIPAddress", conversation.server().host());
    json.string("connection", Integer.toString(conversation.number()));
    json.string("_resourceType", "websocket");
    json.objects(
        "_webSocketMessages",
        conversation.moments().stream().filter(HarFile::isMessage).toList(),
        this::message);
  }

  private static boolean isMessage(Moment moment) {
    return moment.sighting() instanceof Sighting.Said;
  }

  private void message(Moment moment) {
    if (moment.sighting() instanceof Sighting.Said(Message message)) {
      json.string("type", moment.from() == Role.CLIENT ? "send" : "receive");
      json.number("time", seconds(moment.time()));
      json.number("opcode", message.opcode().number());
      json.string(
          "data",
          message.opcode() == Opcode.TEXT ? message.text() : MomentJson.base64(message.payload()));
    }
  }

  private static double seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3).doubleValue();
  }

  private void request(Request request) {
    String host = request.fields().first("Host").orElse("unknown");
    json.string("method", request.method());
    json.string("url", (tls ? "wss://" : "ws://") + host + request.target());
    json.string("httpVersion", request.version());
    fields(request.fields());
    json.objects("queryString", query(request.target()), this::pair);
    json.objects("cookies", cookies(request.fields()), this::pair);
    json.number("headersSize", UNKNOWN);
    json.number("bodySize", 0);
  }

  private void response(Response response) {
    json.number("status", response.status());
    json.string("statusText", response.reason());
    json.string("httpVersion", response.version());
    fields(response.fields());
    json.objects("cookies", List.of(), _ -> {});
    json.object(
        "content",
        () -> {
          json.number("size", 0);
          json.string("mimeType", response.fields().first("Content-Type").orElse("x-unknown"));
        });
    json.string("redirectURL", response.fields().first("Location").orElse(""));
    json.number("headersSize", UNKNOWN);
    json.number("bodySize", UNKNOWN);
  }

  private void fields(Fields fields) {
    json.objects("headers", fields, this::pair);
  }

  private void pair(Field field) {
    json.string("name", field.name());
    json.string("value", field.value());
  }

  private static List<Field> query(String target) {
    int mark = target.indexOf('?');
    return mark < 0 || mark == target.length() - 1
        ? List.of()
        : pairs(target.substring(mark + 1), "&").stream()
            .map(one -> new Field(decoded(one.name()), decoded(one.value())))
            .toList();
  }

  private static List<Field> cookies(Fields fields) {
    return fields.all("Cookie").stream().flatMap(line -> pairs(line, ";").stream()).toList();
  }

  private static List<Field> pairs(String text, String separator) {
    return List.of(text.split(separator, -1)).stream()
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(HarFile::namedValue)
        .toList();
  }

  private static Field namedValue(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Field(text, "")
        : new Field(text.substring(0, equals), text.substring(equals + 1));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
