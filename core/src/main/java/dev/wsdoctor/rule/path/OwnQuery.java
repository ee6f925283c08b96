package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// With variables in `proxy_pass` the query is what is written there: not at all, twice, or without
/// its mark.
record OwnQuery(SentPath path, String url) {
  /// Ways to write the query.
  private static final String WRITTEN = "(?:\\$is_args|\\?)\\$(?:args|query_string)$";

  /// An argument that a variable is the value of.
  private static final Pattern ARGUMENT = Pattern.compile("[?&](\\w+)=(\\$\\w+|\\$\\{\\w+})");

  static Optional<Fault> of(SentPath path) {
    OwnQuery query = new OwnQuery(path, path.pass().parameter());
    boolean written =
        query.path.isReplaced()
            && query.url.contains("$")
            && path.proxied().sent().target().isKnown();
    return written && !query.asked().isEmpty()
        ? query.twice().or(query::withoutMark).or(query::lost).or(query::otherValue)
        : Optional.empty();
  }

  /// A query in a URI part without variables: what follows the location's name stands behind it.
  static Optional<Fault> swallowing(SentPath path) {
    String uri = path.writtenUri();
    boolean swallows =
        path.isReplaced() && !uri.contains("$") && uri.contains("?") && !path.rest().isEmpty();
    return swallows
        ? Optional.of(
            new Fault(
                path.pass(),
                path.sent(),
                Severity.ERROR,
                0.9,
                "What follows the location's name is put behind the URI part, which ends in a query: the rest of the path"
                    + " becomes a part of that.",
                withoutQuery(path, SentPath.path(uri))))
        : Optional.empty();
  }

  /// The two end in a slash, or neither.
  private static Fix withoutQuery(SentPath path, String uri) {
    String name = path.location().map(Location::name).orElse("");
    String url = SocketLocations.origin(path.pass()) + uri;
    Edit pass = new Edit(path.pass().parameterRange(0), url);
    boolean even = name.endsWith("/") == uri.endsWith("/");
    return Fix.review(
        "proxy to " + url,
        even || name.endsWith("/")
            ? List.of(pass)
            : List.of(
                pass,
                WrittenParameter.last(path.location().orElseThrow().directive()).append("/")));
  }

  private String asked() {
    return query(path.asked());
  }

  private String sent() {
    return query(path.sent());
  }

  private static String query(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  private Optional<Fault> twice() {
    boolean twice = sent().equals(asked() + "?" + asked());
    return fault(
        twice,
        0.9,
        "$request_uri has the query in it, and it is written once more.",
        url.replaceFirst(WRITTEN, ""));
  }

  private Optional<Fault> withoutMark() {
    boolean glued = path.sent().endsWith(asked()) && !path.sent().contains("?");
    return fault(
        glued,
        0.9,
        "$args is the query without its question mark.",
        url.replaceFirst("\\$(?:args|query_string)$", Matcher.quoteReplacement("$is_args$args")));
  }

  private Optional<Fault> lost() {
    return fault(
        sent().isEmpty(),
        0.8,
        "With variables in proxy_pass nginx sends its URI part as it stands, without the query.",
        withoutMark(CarriedPath.isClosed(path) ? url.replaceFirst("/$", "") : url)
            + "$is_args$args");
  }

  private static String withoutMark(String url) {
    return url.replaceFirst("\\?$|\\$is_args$", "");
  }

  /// `?token=$token` for a client's `?token=...`, where the variable has something else.
  private Optional<Fault> otherValue() {
    List<String> came = Arrays.asList(asked().split("&"));
    List<String> sent = Arrays.asList(sent().split("&"));
    return ARGUMENT
        .matcher(url)
        .results()
        .filter(written -> sent.contains(written.group(1) + "="))
        .filter(
            written ->
                came.stream()
                    .anyMatch(
                        argument ->
                            argument.startsWith(written.group(1) + "=")
                                && !sent.contains(argument)))
        .findFirst()
        .flatMap(
            written ->
                fault(
                    true,
                    0.82,
                    "%s is empty; what the client sends as %s is $arg_%s."
                        .formatted(written.group(2), written.group(1), written.group(1)),
                    url.substring(0, written.start(2))
                        + "$arg_"
                        + written.group(1)
                        + url.substring(written.end(2))));
  }

  private Optional<Fault> fault(boolean condition, double confidence, String why, String mended) {
    Fix mend =
        mended.equals(url)
            ? Fix.manual("write the query once, as $is_args$args")
            : Fix.review(
                "proxy to " + mended, List.of(new Edit(path.pass().parameterRange(0), mended)));
    return condition
        ? Optional.of(new Fault(path.pass(), path.sent(), Severity.ERROR, confidence, why, mend))
        : Optional.empty();
  }
}
