package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;

/// What stands behind the replacement of a `rewrite`: without a flag, or with `last`, nginx looks
/// for a location anew; with `break` the request stays.
public final class RewriteFlag {
  private RewriteFlag() {}

  public static boolean looksAnew(Directive rewrite) {
    return rewrite.parameterCount() == 2
        || (rewrite.parameterCount() == 3 && rewrite.lastParameter().equals("last"));
  }

  public static Edit breaking(Directive rewrite) {
    return rewrite.parameterCount() == 2
        ? Edit.insert(rewrite.range().file(), rewrite.parameterRange(1).end(), " break")
        : new Edit(rewrite.parameterRange(2), "break");
  }
}
