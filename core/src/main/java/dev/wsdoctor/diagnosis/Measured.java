package dev.wsdoctor.diagnosis;

import java.util.List;

/// What was measured, and what could not be.
record Measured(List<Measurement> measurements, List<String> remarks) {
  static final Measured NOTHING = new Measured(List.of(), List.of());

  Measured {
    measurements = List.copyOf(measurements);
    remarks = List.copyOf(remarks);
  }
}
