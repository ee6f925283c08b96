package dev.wsdoctor.rule.path;

import dev.wsdoctor.rule.Subject;
import java.util.stream.Stream;

/// An address within the path, `/relay/ws://host:9000/`, of which nginx makes `ws:/host:9000/`:
/// slashes are merged before a location is looked for.
final class MergedSlashes {
  private MergedSlashes() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    boolean merged = path.askedPath().contains("://") && !path.sentPath().contains("://");
    return merged
        ? Stream.of(
            Wish.of(
                path.sentPath().replaceFirst(":/", "://") + path.sentQuery(),
                0.86,
                "nginx merges the slashes of the path before it makes another one of it (merge_slashes)."))
        : Stream.of();
  }
}
