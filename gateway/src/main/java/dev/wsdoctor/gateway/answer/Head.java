package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.http.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The head of an answer while it is made (`ngx_http_headers_out_t`): the fields that have their
/// place in nginx's order, and all others in the order in which they are added. Used by one thread.
public final class Head {
  private int status;
  private Optional<String> statusLine = Optional.empty();
  private Optional<String> server = Optional.empty();
  private Optional<String> date = Optional.empty();
  private String contentType = "";
  private long contentLength = -1;
  private String lastModified = "";
  private String location = "";
  private Consumer<Head> lastly = _ -> {};
  private final List<Field> fields = new ArrayList<>();

  public Head(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  public Head status(int other) {
    status = other;
    statusLine = Optional.empty();
    return this;
  }

  /// An upstream's own status and reason.
  public Head statusLine(String line) {
    statusLine = Optional.of(line);
    return this;
  }

  String statusLine() {
    return statusLine.orElseGet(() -> Statuses.line(status));
  }

  /// In place of nginx's own.
  public Head server(String value) {
    server = Optional.of(value);
    return this;
  }

  public Optional<String> server() {
    return server;
  }

  /// In place of nginx's own.
  public Head date(String value) {
    date = Optional.of(value);
    return this;
  }

  public Optional<String> date() {
    return date;
  }

  public String contentType() {
    return contentType;
  }

  /// Empty for none.
  public Head contentType(String value) {
    contentType = value;
    return this;
  }

  /// -1 when it is not known.
  public long contentLength() {
    return contentLength;
  }

  public Head contentLength(long value) {
    contentLength = value;
    return this;
  }

  public String lastModified() {
    return lastModified;
  }

  public Head lastModified(String value) {
    lastModified = value;
    return this;
  }

  public String location() {
    return location;
  }

  public Head location(String value) {
    location = value;
    return this;
  }

  /// What is to be done when all fields are there.
  public Head lastly(Consumer<Head> change) {
    lastly = change;
    return this;
  }

  /// All fields are there.
  public void finish() {
    lastly.accept(this);
  }

  public List<Field> fields() {
    return fields;
  }

  public Head add(String name, String value) {
    fields.add(new Field(name, value));
    return this;
  }

  /// Takes out all fields of a name.
  public Head remove(String name) {
    fields.removeIf(f -> f.isNamed(name));
    return this;
  }

  /// The value of a field as the client will see it; several lines joined by `, `.
  public Optional<String> field(String name) {
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "content-type" -> some(contentType);
      case "content-length" -> contentLength < 0 ? Optional.empty() : some("" + contentLength);
      case "last-modified" -> some(lastModified).or(() -> among(name));
      case "location" -> some(location).or(() -> among(name));
      default -> among(name);
    };
  }

  private Optional<String> among(String name) {
    List<String> values = fields.stream().filter(f -> f.isNamed(name)).map(Field::value).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  private static Optional<String> some(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
