package dev.wsdoctor.diagnosis;

import java.util.function.Function;

/// What a question gets: a result, or the sentence that says why there can be none and what to do
/// next (no such file, a directory, not text).
public sealed interface Answer<T> {
  record Given<T>(T value) implements Answer<T> {}

  record Unusable<T>(String message) implements Answer<T> {}

  /// The next question, asked when this one was answered.
  default <R> Answer<R> then(Function<? super T, ? extends Answer<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Unusable<T>(String message) -> new Unusable<>(message);
    };
  }

  default <R> Answer<R> map(Function<? super T, ? extends R> change) {
    return then(value -> new Given<>(change.apply(value)));
  }
}
