package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Traffic;

/// A way to print what goes through nginx now.
public interface TrafficFormat {
  /// At most `most` connections one by one, the soonest to be closed first; all count in the sums.
  byte[] traffic(Traffic traffic, int most);
}
