package dev.wsdoctor.directive;

/// How an inner block gets what an outer one says.
public enum Inheritance {
  /// It does not: the directive counts where it stands (or makes no sense further in).
  NONE,
  /// The nearest level that sets it decides.
  NEAREST,
  /// As [#NEAREST], and the directive may stand several times: one of them at a level cancels all
  /// of the outer levels.
  REPLACE
}
