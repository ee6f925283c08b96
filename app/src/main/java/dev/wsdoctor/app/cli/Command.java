package dev.wsdoctor.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command of wsdoctor: what it takes, and what it does.
interface Command {
  CommandSpec spec();

  /// An exit code.
  int run(ParseResult arguments, Environment environment);
}
