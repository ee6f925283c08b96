package dev.wsdoctor.app.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The runs from which the JVM learns what a start needs: launcher/first-start.sh makes the AOT
/// cache out of them. They touch nothing but the files named.
final class Training {
  private Training() {}

  /// `arguments`: the folder of examples.
  public static void main(String[] arguments) {
    Main wsdoctor = new Main(Engine.real());
    Map<String, String> variables = new HashMap<>(System.getenv());
    for (List<String> line : lines(arguments[0] + "/upgrade-headers-missing/nginx.conf")) {
      for (String terminal : List.of("", "1")) {
        variables.put("WSDOCTOR_TERMINAL", terminal);
        wsdoctor.run(
            line,
            new Environment(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                variables));
      }
    }
  }

  private static List<List<String>> lines(String file) {
    String url = "ws://127.0.0.1:8080/ws";
    return List.of(
        List.of("check", url, "-c", file, "--offline"),
        List.of("check", url, "-c", file, "--offline", "--format", "json"),
        List.of("check", url, "-c", file, "--offline", "--format", "sarif"),
        List.of("check", url, "-c", file, "--offline", "--format", "junit"),
        List.of("check", url, "-c", file, "--offline", "--format", "html"),
        List.of("check", url, "-c", file, "--offline", "--format", "github"),
        List.of("check", url, "-c", file, "--offline", "--nginx-version", "1.22.1"),
        List.of("check", url, "-c", file, "--offline", "-H", "Origin: http://localhost"),
        List.of("check", file),
        List.of("explain", url, "-c", file),
        List.of("explain", url, "-c", file, "--format", "json"),
        List.of("fix", url, "-c", file, "--offline"),
        List.of("gateway", "-t", "-c", file),
        List.of("gateway", "--report", "-c", file),
        List.of("init"),
        List.of(
            "init",
            "grafana",
            "--domain",
            "grafana.example.com",
            "--backend",
            "http://127.0.0.1:3000"),
        List.of("why", "upgrade-headers-missing"),
        List.of("chekc"),
        List.of("check", "--help"),
        List.of("--help"),
        List.of("--version"));
  }
}
