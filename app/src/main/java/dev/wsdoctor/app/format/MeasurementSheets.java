package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Measurement;
import dev.wsdoctor.diagnosis.Report;
import java.util.List;
import java.util.stream.Stream;

/// What `check --deep` measured, as the sheets that `probe` prints of it, without their secrets:
/// none of them is worth showing.
final class MeasurementSheets {
  private MeasurementSheets() {}

  static List<Sheet> of(Report report) {
    return report.measurements().stream().map(MeasurementSheets::of).map(MaskedSheet::of).toList();
  }

  private static Sheet of(Measurement measurement) {
    return switch (measurement) {
      case Measurement.Tls(var report) -> TlsSheet.of(report);
      case Measurement.Http2(var report) -> Http2Sheet.of(report);
      case Measurement.Security(var report) -> SecuritySheet.of(report);
      case Measurement.Sizes(var report) -> SizesSheet.of(report);
      case Measurement.Idle(var report) -> IdleSheet.of(report);
      case Measurement.Hold(var report) -> HoldSheet.of(report);
    };
  }

  /// The sentences that stand under a sheet for a person.
  static List<String> remarks(Sheet sheet) {
    return sheet.blocks().stream()
        .flatMap(
            block ->
                block instanceof Sheet.Notes(String title, var sentences) && title.equals("Remarks")
                    ? sentences.stream()
                    : Stream.of())
        .toList();
  }
}
