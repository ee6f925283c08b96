package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import java.util.List;

/// A directive whose parameters are shown without secrets; it stands where the real one does.
record MaskedDirective(Directive directive, Secrets secrets) implements Directive {
  @Override
  public String name() {
    return directive.name();
  }

  @Override
  public List<String> parameters() {
    return directive.parameters().stream().map(secrets::text).toList();
  }

  @Override
  public SourceRange range() {
    return directive.range();
  }

  @Override
  public SourceRange head() {
    return directive.head();
  }

  @Override
  public SourceRange terminator() {
    return directive.terminator();
  }

  @Override
  public SourceRange parameterRange(int index) {
    return directive.parameterRange(index);
  }

  @Override
  public boolean isBlock() {
    return directive.isBlock();
  }

  @Override
  public List<Directive> children() {
    return directive.children();
  }
}
