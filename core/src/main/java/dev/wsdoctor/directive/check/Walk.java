package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.ThirdParty;
import java.util.List;
import java.util.Optional;

/// Reads directives in nginx's order and does what ngx_conf_handler does with each.
final class Walk {
  /// Deeper than any configuration, and safe for the stack.
  private static final int MAX_DEPTH = 500;

  private final Catalogue catalogue;
  private final Report report;
  private final boolean thirdParty;
  private final HttpBlock http;
  private final OwnRules rules;
  private final LineBlocks lineBlocks;
  private final Values values;
  private int depth;

  /// `thirdParty`: whether modules that are not nginx's own may be there.
  Walk(NginxVersion version, Report report, Certificates certificates, boolean thirdParty) {
    this.catalogue = Catalogue.of(version);
    this.report = report;
    this.thirdParty = thirdParty;
    Variables variables = new Variables(version, report);
    this.http = new HttpBlock(version, report, variables, certificates);
    this.rules = new OwnRules(version, report, http, variables);
    this.lineBlocks = new LineBlocks(version, report, variables);
    this.values = new Values(report, variables);
  }

  void run(List<Directive> directives) {
    Block main = Block.main();
    body(directives, main);
    report.reachEnd();
    if (!main.has("events")) {
      report.missing("no \"events\" section in configuration");
    }
    rules.end();
  }

  private void body(List<Directive> directives, Block block) {
    for (Directive directive : directives) {
      report.reach(directive);
      if (directive.is("include")) {
        include(directive, block);
      } else {
        directive(directive, block);
      }
    }
  }

  private void include(Directive include, Block block) {
    if (include.isBlock()) {
      report.error(include, "directive \"include\" is not terminated by \";\"");
    } else if (include.parameterCount() != 1) {
      wrongArity(include);
    } else {
      body(include.children(), block);
      report.reachEndOfFilesBy(include);
    }
  }

  private void directive(Directive directive, Block block) {
    List<DirectiveDefinition> meanings = catalogue.find(directive.name());
    if (meanings.isEmpty()) {
      unknown(directive);
      return;
    }
    Optional<DirectiveDefinition> definition = meaningIn(meanings, block.context());
    if (definition.isEmpty()) {
      report.error(directive, quoted(directive) + " directive is not allowed here");
    } else if (hasItsForm(directive, definition.get())) {
      accepted(directive, definition.get(), block);
    }
  }

  private static Optional<DirectiveDefinition> meaningIn(
      List<DirectiveDefinition> meanings, Context context) {
    for (DirectiveDefinition meaning : meanings) {
      if (meaning.contexts().contains(context)) {
        return Optional.of(meaning);
      }
    }
    return Optional.empty();
  }

  private void unknown(Directive directive) {
    if (thirdParty && ThirdParty.moduleOf(directive.name()).isPresent()) {
      report.thirdParty(directive);
    } else {
      report.error(directive, "unknown directive \"" + CText.of(directive.name()) + "\"");
    }
  }

  private boolean hasItsForm(Directive directive, DirectiveDefinition definition) {
    if (definition.block() && !directive.isBlock()) {
      report.error(directive, "directive " + quoted(directive) + " has no opening \"{\"");
      return false;
    }
    if (!definition.block() && directive.isBlock()) {
      report.error(directive, "directive " + quoted(directive) + " is not terminated by \";\"");
      return false;
    }
    if (!definition.arity().accepts(directive.parameterCount())) {
      wrongArity(directive);
      return false;
    }
    return true;
  }

  private void wrongArity(Directive directive) {
    report.error(directive, "invalid number of arguments in " + quoted(directive) + " directive");
  }

  private void accepted(Directive directive, DirectiveDefinition definition, Block block) {
    if (!definition.repeatable() && !block.first(directive.name())) {
      report.error(directive, quoted(directive) + " directive is duplicate");
      return;
    }
    values.check(directive, definition);
    rules.check(directive, block);
    if (definition.block()) {
      inside(directive, block);
    }
  }

  private void inside(Directive directive, Block block) {
    Optional<Context> inner = block.context().inside(directive.name());
    if (depth >= MAX_DEPTH) {
      report.error(directive, "more than " + MAX_DEPTH + " blocks inside each other");
    } else if (inner.isEmpty()) {
      lineBlocks.check(directive, block);
      report.reachEndOf(directive);
    } else {
      depth++;
      Block innerBlock = block.within(directive, inner.get());
      body(directive.children(), innerBlock);
      report.reachEndOf(directive);
      rules.end(directive, innerBlock);
      depth--;
    }
  }

  private static String quoted(Directive directive) {
    return "\"" + CText.of(directive.name()) + "\"";
  }
}
