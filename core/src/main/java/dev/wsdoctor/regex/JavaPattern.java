package dev.wsdoctor.regex;

import java.util.Map;

/// The text for java.util.regex and the numbers of the named groups, which it carries unnamed.
record JavaPattern(String text, boolean caseless, Map<String, Integer> names) {
  JavaPattern {
    names = Map.copyOf(names);
  }
}
