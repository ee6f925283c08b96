package dev.wsdoctor.repair;

import java.io.IOException;

/// Hears of every elementary file operation of a repair before it is done: a test ends the process
/// there, or lets the operation fail.
public interface Steps {
  /// Nobody listens.
  Steps NONE = _ -> {};

  /// `step` is what comes next, such as `rename /etc/nginx/nginx.conf`.
  void before(String step) throws IOException;
}
