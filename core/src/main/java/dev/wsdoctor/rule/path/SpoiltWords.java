package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Words of the path that stand twice at its beginning, or have changed places.
final class SpoiltWords {
  private static final Pattern TWICE = Pattern.compile("((?:/[\\w.-]+)+)\\1((?:/.*)?)");
  private static final String WORD = "\\w{2,}";

  private SpoiltWords() {}

  /// What is put in front of the path stands there already: `/app/app/ws`.
  static Stream<Wish> twice(Subject subject, SentPath path) {
    Matcher twice = TWICE.matcher(path.sentPath());
    return twice.matches() && !TWICE.matcher(path.askedPath()).matches()
        ? Stream.of(
            Wish.of(
                twice.group(1) + twice.group(2) + path.query(),
                0.82,
                "%s is put in front of a path that has it already.".formatted(twice.group(1))))
        : Stream.of();
  }

  /// Another location of the same server keeps the order of the same variables.
  static Stream<Wish> exchanged(Subject subject, SentPath path) {
    List<String> came = words(path.askedPath());
    List<Integer> places =
        words(path.sentPath()).stream()
            .filter(word -> word.matches(WORD) && came.contains(word))
            .map(came::indexOf)
            .toList();
    List<Integer> ordered = places.stream().sorted().toList();
    return places.equals(ordered) || !isOrderedElsewhere(path)
        ? Stream.of()
        : Stream.of(
            Wish.of(
                ordered(path, came, ordered) + path.sentQuery(),
                0.8,
                "The words of the path change places here, and another location asks the same server for them in the order"
                    + " in which they came."));
  }

  private static String ordered(SentPath path, List<String> came, List<Integer> order) {
    List<String> goes = new ArrayList<>(words(path.sentPath()));
    int next = 0;
    for (int at = 0; at < goes.size(); at++) {
      if (goes.get(at).matches(WORD) && came.contains(goes.get(at))) {
        goes.set(at, came.get(order.get(next++)));
      }
    }
    return String.join("/", goes);
  }

  private static boolean isOrderedElsewhere(SentPath path) {
    List<String> own = variables(path.pass());
    return path.neighbours()
        .flatMap(location -> SocketLocations.proxyPass(location).stream())
        .map(SpoiltWords::variables)
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

  private static List<String> words(String path) {
    return Arrays.asList(path.split("/"));
  }
}
