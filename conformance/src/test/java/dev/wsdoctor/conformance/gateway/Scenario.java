package dev.wsdoctor.conformance.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One conversation through a proxy: a fragment of `http`, files, what the client does, and what
/// the backend answers to each request in turn.
///
/// In a scenario file `== name` begins a scenario and `-- part` a part of it:
/// * `-- conf`: the fragment; `{port}`, `{port2}`, `{backend}`, `{backend2}` and `{root}` are
///   filled in;
/// * `-- file NAME`: a file below the root;
/// * `-- send`: bytes to send; a line ends in CR LF, unless it ends in `\n` (a bare LF) or in `\c`
///   (nothing); `\r`, `\t`, `\\` and `\xHH` as in C, `{64*a}` is repeated;
/// * `-- expect`: wait until that text has come;
/// * `-- reached`: wait until a request has reached the backend;
/// * `-- shut`: no more will be sent; `-- leave`: do not wait for the end; `-- reset`: cut the
///   connection instead of closing it;
/// * `-- answer [close|hold|echo|silent|reset]`: what the backend answers to the next request, and
///   what it does then: waits for another one, closes, keeps silent until the proxy closes, sends
///   back all that comes, cuts the connection at the next byte, or at once if it has answered
///   nothing.
record Scenario(
    String name,
    String configuration,
    Map<String, String> files,
    List<Step> steps,
    List<Answer> answers) {
  /// What the client does.
  sealed interface Step {
    record Send(String bytes) implements Step {}

    record Expect(String text) implements Step {}

    record Shut() implements Step {}

    record Leave() implements Step {}

    record Reset() implements Step {}

    /// Waits until a request has reached the backend.
    record Reached() implements Step {}
  }

  /// What the backend does with a request.
  record Answer(String bytes, String then) {}

  /// The scenarios of a file.
  static List<Scenario> read(String text) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String part : (text + "\n== ").split("\n\n== ", -1)) {
      if (!part.isBlank() && !part.startsWith("#")) {
        scenarios.add(one(part + "\n"));
      }
    }
    return scenarios;
  }

  private static Scenario one(String text) {
    String[] parts = text.split("(?m)^-- ", -1);
    Map<String, String> files = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    String configuration = "";
    for (int i = 1; i < parts.length; i++) {
      int newline = parts[i].indexOf('\n');
      String[] head = parts[i].substring(0, newline).strip().split(" ", 2);
      String body = parts[i].substring(newline + 1);
      switch (head[0]) {
        case "conf" -> configuration = body;
        case "file" -> files.put(head[1], body);
        case "send" -> steps.add(new Step.Send(bytes(body)));
        case "expect" -> steps.add(new Step.Expect(body.strip()));
        case "shut" -> steps.add(new Step.Shut());
        case "reached" -> steps.add(new Step.Reached());
        case "reset" -> steps.add(new Step.Reset());
        case "leave" -> steps.add(new Step.Leave());
        case "answer" -> answers.add(new Answer(bytes(body), head.length > 1 ? head[1] : "wait"));
        default -> throw new IllegalArgumentException("no such part of a scenario: " + head[0]);
      }
    }
    return new Scenario(parts[0].strip(), configuration, files, steps, answers);
  }

  private static String bytes(String body) {
    StringBuilder out = new StringBuilder();
    String text = body.endsWith("\n") ? body.substring(0, body.length() - 1) : body;
    for (String line : text.split("\n", -1)) {
      if (line.endsWith("\\c")) {
        out.append(unescaped(line.substring(0, line.length() - 2)));
      } else if (line.endsWith("\\n")) {
        out.append(unescaped(line.substring(0, line.length() - 2))).append('\n');
      } else {
        out.append(unescaped(line)).append("\r\n");
      }
    }
    return out.toString();
  }

  private static String unescaped(String line) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      int star = c == '{' ? line.indexOf('*', i) : -1;
      if (star > 0 && line.substring(i + 1, star).matches("[0-9]+")) {
        int end = line.indexOf('}', star);
        int times = Integer.parseInt(line.substring(i + 1, star));
        out.append(line.substring(star + 1, end).repeat(times));
        i = end + 1;
      } else if (c == '\\') {
        i += escape(line, i + 1, out);
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /// The length of the escape.
  private static int escape(String line, int at, StringBuilder out) {
    char c = line.charAt(at);
    if (c == 'x') {
      out.append((char) Integer.parseInt(line.substring(at + 1, at + 3), 16));
      return 4;
    }
    out.append(
        switch (c) {
          case 'r' -> '\r';
          case 'n' -> '\n';
          case 't' -> '\t';
          default -> c;
        });
    return 2;
  }
}
