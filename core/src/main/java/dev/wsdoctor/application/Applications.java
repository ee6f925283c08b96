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

  /// Each of these is read once, when first asked for: a check recognises an application by its
  /// signs, and looks at the rest of one block at most.
  private static final class Blocks {
    static final Map<String, Directive> BY_ID = load();
  }

  private static final class KnownSigns {
    static final Map<String, Signs> BY_ID = ProfileReader.signs(Blocks.BY_ID);
  }

  private Applications() {}

  public static List<ApplicationProfile> all() {
    return Blocks.BY_ID.values().stream().map(ProfileReader::read).toList();
  }

  public static Optional<ApplicationProfile> find(String id) {
    return Optional.ofNullable(Blocks.BY_ID.get(id)).map(ProfileReader::read);
  }

  /// What each is recognised by, by its id, in the order of the table.
  static Map<String, Signs> signs() {
    return KnownSigns.BY_ID;
  }

  private static Map<String, Directive> load() {
    Parsed parsed = Parser.parse(read());
    if (!parsed.errors().isEmpty()) {
      throw new IllegalStateException(RESOURCE + ": " + parsed.errors());
    }
    Map<String, Directive> known = new LinkedHashMap<>();
    for (Directive block : parsed.directives()) {
      if (known.put(block.parameter(), block) != null) {
        throw new IllegalStateException(block.where() + ": a second " + block.parameter());
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
