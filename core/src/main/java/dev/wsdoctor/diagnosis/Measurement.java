package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.probe.Http2Report;
import dev.wsdoctor.probe.TlsReport;
import dev.wsdoctor.probe.hold.HoldReport;
import dev.wsdoctor.probe.idle.IdleReport;
import dev.wsdoctor.probe.security.SecurityReport;
import dev.wsdoctor.probe.sizes.SizesReport;
import java.util.List;

/// One thing that `check --deep` measured about the live hops.
public sealed interface Measurement {
  /// What it shows to be wrong, by itself.
  List<Finding> causes();

  record Tls(TlsReport report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }

  record Http2(Http2Report report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }

  record Security(SecurityReport report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }

  record Sizes(SizesReport report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }

  record Idle(IdleReport report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }

  record Hold(HoldReport report) implements Measurement {
    @Override
    public List<Finding> causes() {
      return report.causes();
    }
  }
}
