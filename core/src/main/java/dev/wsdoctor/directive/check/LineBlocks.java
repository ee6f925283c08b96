package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Blocks whose lines are no directives: `map`, `geo`, `types`, `split_clients`, `charset_map`.
final class LineBlocks {
  private static final Pattern PERCENT = Pattern.compile("\\d{1,9}(\\.\\d{0,2})?%");
  private static final Pattern NETWORK =
      Pattern.compile(
          "\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/\\d{1,3})?");
  private static final Pattern RANGE =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}-\\d{1,3}(\\.\\d{1,3}){3}");

  private final NginxVersion version;
  private final Report report;
  private final Variables variables;

  LineBlocks(NginxVersion version, Report report, Variables variables) {
    this.version = version;
    this.report = report;
    this.variables = variables;
  }

  /// `around` is the level that the block stands on.
  void check(Directive block, Block around) {
    if (block.is("if") || block.is("location") || block.is("server")) {
      return;
    }
    if (!definesItsVariable(block)) {
      return;
    }
    lines(block, block.children(), rule(block));
    if (block.is("split_clients")) {
      total(block);
    }
    if (block.is("map")) {
      new HashTable("map_hash", around.inForce("map_hash_bucket_size").stream().findFirst())
          .problem(keys(block))
          .ifPresent(message -> report.unpositioned(block, message));
    }
  }

  private static Stream<String> keys(Directive map) {
    boolean patterns = map.body("hostnames").findAny().isPresent();
    return map.body()
        .filter(line -> line.parameterCount() == 1 && !line.is("default"))
        .map(Directive::name)
        .filter(key -> !key.startsWith("~") && !(patterns && key.indexOf('*') >= 0));
  }

  /// What a line has to be, given those before it.
  private Consumer<Directive> rule(Directive block) {
    return switch (block.name()) {
      case "map" -> {
        Set<String> keys = new HashSet<>();
        yield line -> map(line, keys);
      }
      case "geo" -> {
        AtomicBoolean ranges = new AtomicBoolean();
        yield line -> geo(line, ranges);
      }
      case "split_clients" -> this::splitClients;
      case "charset_map" -> this::charsetMap;
      default -> _ -> {};
    };
  }

  private boolean definesItsVariable(Directive block) {
    boolean defines = block.is("map") || block.is("geo") || block.is("split_clients");
    if (!defines) {
      return true;
    }
    String name = block.lastParameter();
    if (!name.startsWith("$")) {
      report.error(block, "invalid variable name \"" + name + "\"");
      return false;
    }
    if (variables.isReserved(name.substring(1))) {
      report.error(block, "the duplicate \"" + name.substring(1) + "\" variable");
      return false;
    }
    variables.define(name.substring(1));
    return true;
  }

  /// The lines in force, as nginx meets them.
  private void lines(Directive block, List<Directive> children, Consumer<Directive> rule) {
    for (Directive line : children) {
      report.reach(line);
      if (line.isBlock()) {
        report.error(line, "unexpected \"{\"");
        return;
      }
      if (line.is("include") && block.is("types") && line.parameterCount() != 1) {
        report.error(line, "invalid number of arguments in \"include\" directive");
      } else if (line.is("include") && line.parameterCount() == 1) {
        lines(block, line.children(), rule);
        report.reachEndOfFilesBy(line);
      } else {
        rule.accept(line);
      }
    }
  }

  private void map(Directive line, Set<String> keys) {
    boolean alone = line.parameterCount() == 0 && (line.is("hostnames") || line.is("volatile"));
    if (!alone && line.parameterCount() != 1) {
      report.error(line, "invalid number of the map parameters");
    } else if (!alone) {
      mapLine(line, keys);
    }
  }

  private void mapLine(Directive line, Set<String> keys) {
    String value = line.parameter();
    if (value.indexOf('$') >= 0) {
      variables.use(line, value);
    }
    String key = line.name().toLowerCase(Locale.ROOT);
    if (key.startsWith("~")) {
      variables.regex(line, line.name().replaceFirst("^~\\*?", ""));
    } else if (!keys.add(key)) {
      report.error(
          line,
          line.is("default")
              ? "duplicate default map parameter"
              : "conflicting parameter \"" + key + "\"");
    }
  }

  private void geo(Directive line, AtomicBoolean ranges) {
    boolean volatileSince = line.is("volatile") && version.isAtLeast(1, 29, 3);
    boolean alone = line.is("ranges") || line.is("proxy_recursive") || volatileSince;
    if (alone && line.parameterCount() == 0) {
      ranges.compareAndSet(false, line.is("ranges"));
    } else if (line.parameterCount() != 1) {
      report.error(line, "invalid number of the geo parameters");
    } else {
      geoLine(line, ranges.get());
    }
  }

  private void geoLine(Directive line, boolean ranges) {
    boolean option = line.is("default") || line.is("proxy") || line.is("delete");
    Pattern form = ranges ? RANGE : NETWORK;
    if (!option && (!form.matcher(line.name()).matches() || !isInRange(line.name()))) {
      report.error(line, "invalid " + (ranges ? "range" : "network") + " \"" + line.name() + "\"");
    }
  }

  /// Whether the bytes of an address of IPv4 and the bits of its mask are no more than there are.
  private static boolean isInRange(String text) {
    int slash = text.indexOf('/');
    boolean v4 = text.indexOf(':') < 0;
    int bits = slash < 0 ? 0 : Integer.parseInt(text.substring(slash + 1));
    return !v4
        || (bits <= 32
            && Stream.of(text.replaceFirst("/.*", "").split("[.-]"))
                .allMatch(part -> Integer.parseInt(part) <= 255));
  }

  /// nginx adds up when the block has ended.
  private void total(Directive block) {
    double sum =
        block
            .body()
            .filter(line -> PERCENT.matcher(line.name()).matches())
            .mapToDouble(line -> Double.parseDouble(line.name().replace("%", "")))
            .sum();
    if (sum > 100) {
      report.errorAtEnd(block, "percent total is greater than 100%");
    }
  }

  private void splitClients(Directive line) {
    boolean rest = line.is("*");
    if (!rest && !PERCENT.matcher(line.name()).matches()) {
      report.error(line, "invalid percent value \"" + line.name() + "\"");
    }
  }

  private void charsetMap(Directive line) {
    if (line.parameterCount() != 1) {
      report.error(line, "invalid parameters number");
    } else if (!isHex(line.name())) {
      report.error(line, "invalid value \"" + line.name() + "\"");
    }
  }

  private static boolean isHex(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
