package dev.wsdoctor.diagnosis;

import java.util.OptionalLong;

/// Looks at what goes through nginx, as often as it is asked.
public interface TrafficReader {
  /// What goes through nginx now; only through that of this master process, where one is given,
  /// which has to be there.
  Answer<Traffic> read(OptionalLong master);
}
