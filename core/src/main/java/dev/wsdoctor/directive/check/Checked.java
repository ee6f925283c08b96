package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import java.util.List;

/// What a check found.
///
/// @param errors what nginx would refuse; the first one is what `nginx -t` would print
/// @param thirdParty directives of modules that are not nginx's own: not known here, no error
public record Checked(List<ConfigurationError> errors, List<Directive> thirdParty) {
  public Checked {
    errors = List.copyOf(errors);
    thirdParty = List.copyOf(thirdParty);
  }
}
