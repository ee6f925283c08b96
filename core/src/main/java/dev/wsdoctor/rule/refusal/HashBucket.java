package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A name that is too long for nginx's table of names: its buckets become larger, as nginx says.
final class HashBucket {
  private static final Pattern MESSAGE =
      Pattern.compile("could not build \\w+, you should increase (\\w+_bucket_size): (\\d{1,6})");

  /// Doubled so often: no name of a host is longer than 255 bytes.
  private static final int DOUBLINGS = 4;

  private HashBucket() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Matcher message = MESSAGE.matcher(refusal.message());
    return message.lookingAt()
        ? IntStream.rangeClosed(1, DOUBLINGS)
            .map(times -> Integer.parseInt(message.group(2)) << times)
            .boxed()
            .flatMap(size -> enlarged(refusal, message.group(1), size).stream())
        : Stream.of();
  }

  private static Optional<Candidate> enlarged(Refusal refusal, String name, int size) {
    Optional<Directive> set = refusal.everywhere().filter(line -> line.is(name)).findFirst();
    Optional<Edit> edit =
        set.map(line -> Parameters.written(line, 0, String.valueOf(size)))
            .or(
                () ->
                    refusal
                        .subject()
                        .configuration()
                        .http()
                        .map(http -> Layout.first(http, List.of(name + " " + size + ";"))));
    return edit.map(
        one ->
            new Candidate(
                one, "let nginx's table take the long name: %s %d".formatted(name, size)));
  }
}
