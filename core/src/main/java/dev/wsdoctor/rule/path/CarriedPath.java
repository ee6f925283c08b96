package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.Rehearsal;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What came from the client and does not arrive, whatever the lines on the way are: an argument, a
/// slash between two words, the order of the words. What the backend wants is the target with that
/// put right, and it is a fault only where a small edit makes nginx send it.
record CarriedPath(Subject subject, SentPath path) {
  private static final String OPEN_GROUP = "(?s).*\\((?:\\?P?<\\w+>)?/?\\.[*+]\\)\\$?";

  private static final Pattern TWICE = Pattern.compile("((?:/[\\w.-]+)+)\\1((?:/.*)?)");

  private static final String WORD = "\\w{2,}";

  /// What is wanted, and why.
  private record Loss(WantedTarget wanted, double confidence, String why) {}

  static Optional<Fault> of(Subject subject, SentPath path) {
    CarriedPath carried = new CarriedPath(subject, path);
    return path.proxied().sent().target().isKnown()
        ? Stream.<Function<CarriedPath, Optional<Loss>>>of(
                CarriedPath::slashDoubled,
                CarriedPath::wordsDoubled,
                CarriedPath::wordsGlued,
                CarriedPath::closingSlash,
                CarriedPath::restOfAnotherGroup,
                CarriedPath::wordsExchanged,
                CarriedPath::markDoubled,
                CarriedPath::argumentsLost)
            .flatMap(check -> check.apply(carried).stream())
            .flatMap(loss -> carried.fault(loss).stream())
            .findFirst()
        : Optional.empty();
  }

  /// A path that is the same whatever is asked for, where the location takes everything.
  static Optional<Fault> collapsed(Subject subject, SentPath path) {
    CarriedPath carried = new CarriedPath(subject, path);
    return carried.pathIgnored().flatMap(carried::fault);
  }

  /// A slash too many in the middle of the path, and no query.
  static Optional<Fault> pathAndQuery(Subject subject, SentPath path) {
    CarriedPath carried = new CarriedPath(subject, path);
    boolean both =
        carried.path.isReplaced()
            && path.pass().parameter().contains("$")
            && carried.path.asked().contains("?")
            && carried.query().isEmpty()
            && carried.sent().matches(".*[^/]//+[^/].*")
            && !carried.asked().contains("//");
    return both
        ? carried.fault(
            new Loss(
                WantedTarget.of(
                    carried.sent().replaceAll("/{2,}", "/")
                        + carried.path.asked().substring(carried.asked().length())),
                0.84,
                "What a variable has begins with a slash, another one stands before it, and with variables in"
                    + " proxy_pass the query is not sent."))
        : Optional.empty();
  }

  private Optional<Loss> pathIgnored() {
    boolean everything =
        path.isReplaced()
            && path.writtenUri().matches("(?:/?\\$\\{?\\w+\\}?)*")
            && path.location()
                .filter(l -> l.kind() == Location.Kind.PREFIX && l.name().equals("/"))
                .isPresent();
    String other =
        asked().replaceFirst("/*$", "") + "/other" + path.asked().substring(asked().length());
    boolean ignored =
        everything
            && asked().length() > 1
            && new Rehearsal(subject, path.hop())
                .sentFor(other)
                .filter(sent -> SentPath.path(sent).equals(sent()))
                .isPresent();
    return ignored
        ? Optional.of(
            new Loss(
                WantedTarget.of(sent().replaceFirst("/$", "") + path.asked()),
                0.86,
                "With variables in proxy_pass its URI part is all that is sent: every path becomes %s."
                    .formatted(sent())))
        : Optional.empty();
  }

  private Optional<Fault> fault(Loss loss) {
    Fault found =
        new Fault(
            path.pass(),
            path.sent(),
            Severity.ERROR,
            loss.confidence(),
            loss.why(),
            Fix.manual("let the backend be asked for " + loss.wanted().path()));
    return PathMend.of(subject, path, loss.wanted(), found);
  }

  private String asked() {
    return SentPath.path(path.asked());
  }

  private String sent() {
    return SentPath.path(path.sent());
  }

  private String query() {
    return path.sent().substring(sent().length());
  }

  private static List<String> words(String path) {
    return Arrays.asList(path.split("/"));
  }

  /// In the middle: at the beginning it may be meant so, as in the `^/ttyd(.*)$` of ttyd's own
  /// pages.
  private Optional<Loss> slashDoubled() {
    boolean doubled = sent().indexOf("//") > 0 && !asked().contains("//");
    return doubled
        ? Optional.of(
            new Loss(
                WantedTarget.of(sent().replaceAll("/{2,}", "/") + query()),
                0.82,
                "What is put together has a slash at the end of one part and another one at the beginning of the next."))
        : Optional.empty();
  }

  /// The first words stand twice.
  private Optional<Loss> wordsDoubled() {
    Matcher twice = TWICE.matcher(sent());
    return twice.matches() && !TWICE.matcher(asked()).matches()
        ? Optional.of(
            new Loss(
                WantedTarget.of(twice.group(1) + twice.group(2) + query()),
                0.82,
                "%s is put in front of a path that has it already.".formatted(twice.group(1))))
        : Optional.empty();
  }

  /// Behind a query of its own nginx puts the client's with its mark.
  private Optional<Loss> markDoubled() {
    boolean doubled = query().indexOf('?', 1) > 0 && path.asked().matches("[^?]*\\?[^?]*");
    return doubled
        ? Optional.of(
            new Loss(
                WantedTarget.of(sent() + "?" + query().substring(1).replace('?', '&')),
                0.86,
                "The client's query is put behind the one of the URI part, question mark and all."))
        : Optional.empty();
  }

  /// `/ws` and `blue` became `/wsblue`.
  private Optional<Loss> wordsGlued() {
    List<String> came = words(asked());
    List<String> goes = words(sent());
    return IntStream.range(1, came.size())
        .mapToObj(at -> new String[] {came.get(at - 1), came.get(at)})
        .filter(pair -> !pair[0].isEmpty() && !pair[1].isEmpty())
        .filter(pair -> goes.contains(pair[0] + pair[1]) && !came.contains(pair[0] + pair[1]))
        .findFirst()
        .map(
            pair ->
                new Loss(
                    WantedTarget.of(
                        sent().replace("/" + pair[0] + pair[1], "/" + pair[0] + "/" + pair[1])
                            + query()),
                    0.87,
                    "The slash between %s and %s is lost on the way.".formatted(pair[0], pair[1])));
  }

  private Optional<Loss> closingSlash() {
    return isClosed(path)
        ? Optional.of(
            new Loss(
                WantedTarget.of(sent().substring(0, sent().length() - 1) + query()),
                0.78,
                "The slash at the end did not come from the client; to a backend that is another path."))
        : Optional.empty();
  }

  /// A slash behind a group that takes all of the rest, with the slash at its end, if there is one.
  static boolean isClosed(SentPath path) {
    return SentPath.path(path.sent()).matches(".*[^/]/")
        && !SentPath.path(path.asked()).endsWith("/")
        && (path.isReplaced()
            ? isOpen(path) && SentPath.path(written(path)).matches(".*\\$\\{?\\w+\\}?/")
            : path.lastRewrite().filter(CarriedPath::closes).isPresent());
  }

  private static String written(SentPath path) {
    return path.writtenUri().replace("$is_args$args", "");
  }

  private static boolean isOpen(SentPath path) {
    return path.location()
        .filter(location -> location.isRegex() && location.name().matches(OPEN_GROUP))
        .isPresent();
  }

  private static boolean closes(Directive rewrite) {
    return rewrite.parameter().matches(OPEN_GROUP)
        && rewrite.parameters().get(1).matches(".*\\$\\d/");
  }

  /// The last group has the rest of the path, and the replacement names an earlier one alone.
  private Optional<Loss> restOfAnotherGroup() {
    return path.lastRewrite()
        .filter(_ -> !path.isReplaced())
        .filter(line -> line.parameter().matches(OPEN_GROUP))
        .flatMap(
            line -> {
              List<Optional<String>> caught =
                  LocationGroups.caught(line.parameter(), false, asked());
              int last = caught.size() - 1;
              String rest = last > 1 ? caught.get(last).orElse("") : "";
              String replacement = line.parameters().get(1);
              return rest.matches("\\w.*") && !replacement.contains("$" + last)
                  ? IntStream.range(1, last)
                      .filter(group -> replacement.endsWith("$" + group))
                      .mapToObj(group -> caught.get(group).orElse(""))
                      .filter(word -> !word.isEmpty() && sent().endsWith(word))
                      .map(word -> sent().substring(0, sent().length() - word.length()) + rest)
                      .map(wanted -> otherGroup(wanted, last))
                      .findFirst()
                  : Optional.<Loss>empty();
            });
  }

  private Loss otherGroup(String wanted, int last) {
    return new Loss(
        WantedTarget.of(wanted + query()),
        0.86,
        "The rest of the path is in the group $%d, which the replacement does not name."
            .formatted(last));
  }

  /// The words of the path change places, and another location of the same server keeps the order
  /// of the same variables.
  private Optional<Loss> wordsExchanged() {
    List<String> came = words(asked());
    List<Integer> places =
        words(sent()).stream()
            .filter(word -> word.matches(WORD) && came.contains(word))
            .map(came::indexOf)
            .toList();
    List<Integer> ordered = places.stream().sorted().toList();
    return places.equals(ordered) || !isOrderedElsewhere()
        ? Optional.empty()
        : Optional.of(
            new Loss(
                WantedTarget.of(ordered(came, ordered) + query()),
                0.8,
                "The words of the path change places here, and another location asks the same server for them in the order"
                    + " in which they came."));
  }

  private String ordered(List<String> came, List<Integer> order) {
    List<String> goes = new ArrayList<>(words(sent()));
    int next = 0;
    for (int at = 0; at < goes.size(); at++) {
      if (goes.get(at).matches(WORD) && came.contains(goes.get(at))) {
        goes.set(at, came.get(order.get(next++)));
      }
    }
    return String.join("/", goes);
  }

  private boolean isOrderedElsewhere() {
    List<String> own = variables(path.pass());
    return path.hop().decision().server().stream()
        .flatMap(SocketLocations::proxying)
        .flatMap(location -> SocketLocations.proxyPass(location).stream())
        .filter(pass -> SocketLocations.origin(pass).equals(SocketLocations.origin(path.pass())))
        .map(CarriedPath::variables)
        .anyMatch(
            other ->
                other.size() > 1
                    && other.stream().sorted().toList().equals(own.stream().sorted().toList())
                    && !other.equals(own));
  }

  private static List<String> variables(Directive pass) {
    return Arrays.stream(pass.parameter().split("[^$\\w{}]+|(?=\\$)"))
        .filter(word -> word.matches("\\$\\{?\\w+\\}?"))
        .filter(word -> !word.matches("\\$\\{?(?:is_args|args|query_string)\\}?"))
        .toList();
  }

  /// What a query of the configuration's own leaves out, unless it takes the arguments one by one.
  private Optional<Loss> argumentsLost() {
    List<String> lost =
        WantedTarget.arguments(path.asked()).stream()
            .filter(argument -> !WantedTarget.arguments(path.sent()).contains(argument))
            .filter(argument -> !path.sent().contains(value(argument)))
            .toList();
    boolean owned = path.sent().contains("?") && !written(path).contains("$arg_");
    return lost.isEmpty() || !owned || isCut()
        ? Optional.empty()
        : Optional.of(
            new Loss(
                WantedTarget.of(path.sent() + "&" + String.join("&", lost)),
                0.8,
                "A query of its own takes the place of the client's: %s does not arrive."
                    .formatted(String.join("&", lost))));
  }

  private static String value(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  /// A question mark at the end of a replacement, or an empty query, says so.
  private boolean isCut() {
    return path.lastRewrite().filter(r -> r.parameters().get(1).endsWith("?")).isPresent()
        || path.proxied().scope().chain().stream()
            .flatMap(level -> level.own("set").stream())
            .filter(set -> set.parameter().equals("$args"))
            .anyMatch(set -> set.lastParameter().isEmpty());
  }
}
