package dev.wsdoctor.gateway.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;

/// The process that the executable `gateway` starts.
public final class GatewayMain {
  private GatewayMain() {}

  public static void main(String[] arguments) {
    Streams streams =
        new Streams(
            new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    Path folder = Path.of("").toAbsolutePath();
    int code = GatewayCommand.of(streams, folder).run(List.of(arguments));
    // Nothing is left to do; System.exit would load the JDK's logging first, which takes 10 ms.
    Runtime.getRuntime().halt(code);
  }
}
