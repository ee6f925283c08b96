package dev.wsdoctor.nginx;

import java.util.Optional;

/// Makes `$uri` and `$args` of a request target (`ngx_http_parse_complex_uri`): decodes once, cuts
/// the fragment, merges slashes, resolves dot segments.
final class UriNormaliser {
  /// The decoded path, the raw query, and whether the path had a `%` or a `+`.
  record Normalised(String uri, String args, boolean quoted, boolean plus) {}

  private final String path;
  private final boolean mergeSlashes;
  private final StringBuilder out = new StringBuilder();
  private boolean quoted;
  private boolean plus;

  private UriNormaliser(String path, boolean mergeSlashes) {
    this.path = path;
    this.mergeSlashes = mergeSlashes;
  }

  /// Nothing for what nginx answers with 400: `%` without two digits, `%00`, `..` above the root.
  static Optional<Normalised> normalise(String target, boolean mergeSlashes) {
    int fragment = target.indexOf('#');
    String whole = fragment < 0 ? target : target.substring(0, fragment);
    int query = whole.indexOf('?');
    String path = query < 0 ? whole : whole.substring(0, query);
    String args = query < 0 ? "" : whole.substring(query + 1);
    if (isNormal(path)) {
      return Optional.of(new Normalised(path, args, false, path.indexOf('+') >= 0));
    }
    UriNormaliser normaliser = new UriNormaliser(path, mergeSlashes);
    if (!normaliser.run()) {
      return Optional.empty();
    }
    return Optional.of(
        new Normalised(normaliser.out.toString(), args, normaliser.quoted, normaliser.plus));
  }

  /// Most paths have nothing to be decoded, merged or resolved.
  private static boolean isNormal(String path) {
    return path.startsWith("/")
        && path.indexOf('%') < 0
        && !path.contains("//")
        && !path.contains("/.");
  }

  private boolean run() {
    if (!path.startsWith("/")) {
      return false;
    }
    int segment = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean literal = false;
      if (c == '%') {
        int decoded = UriEscaping.decode(path, i);
        if (decoded <= 0) {
          return false;
        }
        quoted = true;
        c = (char) decoded;
        // these stay part of the name and never end it
        literal = c == '%' || c == '#' || c == '?';
        i += 2;
      }
      plus |= c == '+';
      if (c == '/' && !literal) {
        if (!endSegment(segment, false)) {
          return false;
        }
        segment = out.length();
      } else {
        out.append(c);
      }
    }
    return endSegment(segment, true);
  }

  /// Ends the segment that began behind the slash at `start - 1`; the next slash is written unless
  /// the path ends here.
  private boolean endSegment(int start, boolean last) {
    String segment = out.substring(start);
    boolean first = out.isEmpty() && start == 0;
    if (!first && segment.equals(".")) {
      out.setLength(start);
      return true;
    }
    if (!first && segment.equals("..")) {
      return dropSegmentBefore(start);
    }
    boolean merge = mergeSlashes && !first && segment.isEmpty();
    if (!last && !merge) {
      out.append('/');
    }
    return true;
  }

  private boolean dropSegmentBefore(int start) {
    if (start < 2) {
      return false;
    }
    out.setLength(out.lastIndexOf("/", start - 2) + 1);
    return true;
  }
}
