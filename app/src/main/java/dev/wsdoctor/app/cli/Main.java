package dev.wsdoctor.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// The way in: a function from arguments and environment to an exit code.
public final class Main {
  private static final String DEBUG = "WSDOCTOR_DEBUG";

  private final Engine engine;

  public Main(Engine engine) {
    this.engine = engine;
  }

  /// The process: its own streams, its own exit.
  public static void main(String[] arguments) {
    Environment environment =
        new Environment(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv());
    int code = new Main(Engine.real()).run(List.of(arguments), environment);
    // Everything is written and closed. System.exit would load the logging of the JDK to ask
    // whether it wants to know: 10 ms of every start.
    Runtime.getRuntime().halt(code);
  }

  /// An exit code; never throws.
  public int run(List<String> arguments, Environment environment) {
    try {
      return new Commands(engine).run(arguments, environment);
    } catch (OutputFailure e) {
      return outputFailed(e, environment);
    } catch (RuntimeException | Error e) {
      return internalError(e, environment);
    }
  }

  private static int outputFailed(OutputFailure e, Environment environment) {
    if (!e.isReaderGone()) {
      quietly(() -> environment.say("wsdoctor: cannot write the result: " + e.getMessage()));
    }
    return ExitCode.UNUSABLE;
  }

  private static int internalError(Throwable e, Environment environment) {
    String hint =
        environment.isSet(DEBUG)
            ? stackTrace(e)
            : "Please report it with what '%s=1 wsdoctor ...' prints.".formatted(DEBUG);
    quietly(() -> environment.say("wsdoctor: internal error, not your fault: " + e + "\n" + hint));
    return ExitCode.INTERNAL;
  }

  private static void quietly(Runnable saying) {
    try {
      saying.run();
    } catch (OutputFailure _) {
      // Nobody listens on standard error either.
    }
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
