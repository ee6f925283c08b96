package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import java.util.List;

/// The block of a configuration that has none: no directive is in it.
record EmptyBlock(String name) implements Directive {
  static final EmptyBlock HTTP = new EmptyBlock("http");

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public SourceRange range() {
    return new SourceRange(SourceFile.ofText("", ""), 0, 0);
  }

  @Override
  public SourceRange head() {
    return range();
  }

  @Override
  public SourceRange parameterRange(int index) {
    return range();
  }

  @Override
  public SourceRange terminator() {
    return range();
  }

  @Override
  public boolean isBlock() {
    return true;
  }

  @Override
  public List<Directive> children() {
    return List.of();
  }
}
