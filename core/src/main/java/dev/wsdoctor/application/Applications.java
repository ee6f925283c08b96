package dev.wsdoctor.application;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Parsed;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The registry: every application that is known, protocols first, as `applications.conf` has them.
public final class Applications {
  /// What is printed for an application that nobody knows; it has no signs.
  public static final String GENERIC = "generic";

  private static final String RESOURCE = "applications.conf";

  /// Read once, when first asked for.
  private static final class Table {
    static final Map<String, ApplicationProfile> BY_ID = load();
  }

  private Applications() {}

  public static List<ApplicationProfile> all() {
    return List.copyOf(Table.BY_ID.values());
  }

  public static Optional<ApplicationProfile> find(String id) {
    return Optional.ofNullable(Table.BY_ID.get(id));
  }

  private static Map<String, ApplicationProfile> load() {
    Parsed parsed = Parser.parse(read());
    if (!parsed.errors().isEmpty()) {
      throw new IllegalStateException(RESOURCE + ": " + parsed.errors());
    }
    Map<String, ApplicationProfile> known = new LinkedHashMap<>();
    for (Directive block : parsed.directives()) {
      ApplicationProfile profile = ProfileReader.read(block, known);
      if (known.put(profile.id(), profile) != null) {
        throw new IllegalStateException(block.where() + ": a second " + profile.id());
      }
    }
    return known;
  }

  private static SourceFile read() {
    try (InputStream in =
        Objects.requireNonNull(Applications.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return SourceFile.of(RESOURCE, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
