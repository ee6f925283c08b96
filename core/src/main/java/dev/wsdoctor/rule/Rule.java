package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import java.util.List;

/// One cause of the catalogue: looks at a subject and reports the cause where it is at work.
public interface Rule {
  /// The cause's id; also the name of its page and of its test folder.
  String id();

  List<Finding> examine(Subject subject);

  /// Whether it also says something of an ordinary http URL.
  default boolean concernsPages() {
    return false;
  }
}
