package dev.wsdoctor.symptom;

import dev.wsdoctor.log.LogFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A log whose parts lie in extracts: one after the other they are the log. `index` is its place in
/// each.
record LogInParts(List<ExtractFile> extracts, int index) implements LogSource {
  LogInParts {
    extracts = List.copyOf(extracts);
  }

  private ExtractFile.Section section() {
    return extracts.getFirst().sections().get(index);
  }

  @Override
  public String name() {
    return section().name();
  }

  @Override
  public boolean isErrorLog() {
    return section().isErrorLog();
  }

  @Override
  public List<LogFormat> formats() {
    return section().formats();
  }

  @Override
  public List<String> remarks() {
    return section().remarks();
  }

  @Override
  public long bytes() {
    return section().bytes();
  }

  @Override
  public List<String> read(Consumer<String> lines) {
    List<String> remarks = new ArrayList<>();
    long cut = 0;
    for (ExtractFile extract : extracts) {
      try {
        ExtractFile.Said said = extract.read(extract.sections().get(index), lines);
        said.sentences().stream().filter(s -> !remarks.contains(s)).forEach(remarks::add);
        cut += said.cutLines();
      } catch (IOException e) {
        remarks.add(
            "%s could not be read to its end: %s".formatted(extract.path(), e.getMessage()));
      }
    }
    remarks.addAll(LogFile.cutRemark(name(), cut));
    return remarks;
  }
}
