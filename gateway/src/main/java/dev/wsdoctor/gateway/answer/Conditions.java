package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.util.Optional;

/// The conditions that a request sets (`ngx_http_not_modified_header_filter`).
///
/// @param modified of what would be answered, in seconds, where that is known
/// @param etag of what would be answered, if it has one
record Conditions(Execution execution, Optional<Long> modified, Optional<String> etag) {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int PRECONDITION_FAILED = 412;

  /// What becomes of an answer with 200.
  int status() {
    Optional<String> unmodified = execution.field("If-Unmodified-Since");
    if (unmodified.isPresent() && isModifiedAfter(unmodified.get())) {
      return PRECONDITION_FAILED;
    }
    Optional<String> match = execution.field("If-Match");
    if (match.isPresent() && !matches(match.get(), false)) {
      return PRECONDITION_FAILED;
    }
    Optional<String> since = execution.field("If-Modified-Since");
    Optional<String> none = execution.field("If-None-Match");
    if (since.isEmpty() && none.isEmpty()) {
      return OK;
    }
    boolean newer = since.isPresent() && isModifiedSince(since.get());
    boolean other = none.isPresent() && !matches(none.get(), true);
    return newer || other ? OK : NOT_MODIFIED;
  }

  private boolean isModifiedAfter(String date) {
    Optional<Long> seconds = HttpDate.seconds(date);
    return modified.isEmpty() || seconds.isEmpty() || modified.get() > seconds.get();
  }

  private boolean isModifiedSince(String date) {
    String how =
        execution.scope().setting("if_modified_since").map(Directive::parameter).orElse("exact");
    Optional<Long> seconds = HttpDate.seconds(date);
    if (modified.isEmpty() || seconds.isEmpty() || how.equals("off")) {
      return true;
    }
    return how.equals("before")
        ? modified.get() > seconds.get()
        : !modified.get().equals(seconds.get());
  }

  private boolean matches(String list, boolean weak) {
    if (list.equals("*")) {
      return true;
    }
    if (etag.isEmpty()) {
      return false;
    }
    String own = weak ? strong(etag.get()) : etag.get();
    for (String item : list.split(",", -1)) {
      String tag = item.strip();
      if ((weak ? strong(tag) : tag).equals(own)) {
        return true;
      }
    }
    return false;
  }

  private static String strong(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
