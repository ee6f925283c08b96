package dev.wsdoctor.regex;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A pattern on the PCRE2 library; `code` is freed when this is no longer reachable.
record PcreRegex(Pcre pcre, MemorySegment code, int groups, Map<String, Integer> groupNames)
    implements Regex {
  PcreRegex {
    groupNames = Map.copyOf(groupNames);
  }

  @Override
  public Match match(String subject) {
    return pcre.match(this, subject);
  }
}
