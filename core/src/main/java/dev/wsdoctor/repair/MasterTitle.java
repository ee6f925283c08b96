package dev.wsdoctor.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The command line of a master process. nginx writes its title over its arguments, so that they
/// stand there as one text with single spaces.
record MasterTitle(String program, List<Option> options) {
  private static final String START = "nginx: master process ";
  private static final Set<String> WITH_VALUE = Set.of("-c", "-p", "-e", "-g");

  /// An option as `nginx` takes it: its letter with the dash, and its value.
  record Option(String name, String value) {}

  MasterTitle {
    options = List.copyOf(options);
  }

  static Optional<MasterTitle> parse(String commandLine) {
    String title = commandLine.replace('\0', ' ').strip();
    if (!title.startsWith(START)) {
      return Optional.empty();
    }
    List<String> words = List.of(title.substring(START.length()).split(" ", -1));
    List<Option> options = new ArrayList<>();
    int at = 1;
    while (at < words.size()) {
      String name = name(words.get(at));
      if (!WITH_VALUE.contains(name)) {
        at++;
        continue;
      }
      int from = words.get(at).equals(name) ? at + 1 : at;
      int end = end(words, Math.min(from + 1, words.size()));
      String value = String.join(" ", words.subList(from, end));
      options.add(new Option(name, from == at ? value.substring(name.length()) : value));
      at = Math.max(end, at + 1);
    }
    return Optional.of(new MasterTitle(words.getFirst(), options));
  }

  /// `-c` of `-c` and of `-c/etc/nginx.conf`.
  private static String name(String word) {
    return word.substring(0, Math.min(2, word.length()));
  }

  /// A value may hold spaces (`-g daemon off;`), so it ends where the next option begins.
  private static int end(List<String> words, int from) {
    int end = from;
    while (end < words.size() && !WITH_VALUE.contains(name(words.get(end)))) {
      end++;
    }
    return end;
  }

  Optional<String> value(String option) {
    return options.stream()
        .filter(o -> o.name().equals(option))
        .map(Option::value)
        .reduce((_, later) -> later);
  }

  /// The arguments once more, for another nginx that is to read the same.
  List<String> arguments() {
    return options.stream().flatMap(o -> List.of(o.name(), o.value()).stream()).toList();
  }
}
