package dev.wsdoctor.rule.path;

import dev.wsdoctor.rule.Subject;
import java.util.stream.Stream;

/// Why a backend is taken to want another target than the one it gets: one file each.
interface Reason {
  /// The likeliest first.
  Stream<Wish> of(Subject subject, SentPath path);
}
