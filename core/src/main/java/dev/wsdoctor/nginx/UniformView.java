package dev.wsdoctor.nginx;

/// The same at every path. It is no lambda, because the start-up cache does not keep those of an
/// interface that is initialized at the start.
record UniformView(Kind kind) implements FileView {
  @Override
  public Kind at(String path) {
    return kind;
  }
}
