package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;

/// An `if` that asks for the protocol in the client's Upgrade: what stands in it is made for
/// sockets, or for what is none.
public final class UpgradeCondition {
  private UpgradeCondition() {}

  public static boolean isOn(Directive block) {
    return block.is("if")
        && block.parameters().stream()
            .limit(2)
            .anyMatch(word -> word.equals("($http_upgrade") || word.equals("$http_upgrade"));
  }
}
