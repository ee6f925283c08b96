package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.ByteText;
import dev.wsdoctor.app.format.Folder;
import dev.wsdoctor.app.format.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What surrounds a run: the three streams and the environment variables. Results go to `out`, all
/// else to `err`.
public record Environment(
    InputStream in, OutputStream out, OutputStream err, Map<String, String> variables) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// Whether a person sees the output in colour, which neither NO_COLOR (no-color.org) nor TERM
  /// speaks against.
  public boolean hasColour() {
    return hasScreen() && !isSet("NO_COLOR");
  }

  /// Whether it is a terminal that can be cleared.
  boolean hasScreen() {
    return isTerminal() && !"dumb".equals(variables.get("TERM"));
  }

  /// Whether somebody looks on, as the launcher says.
  boolean isTerminal() {
    return isSet("WSDOCTOR_TERMINAL");
  }

  /// The columns of the terminal: what COLUMNS says, or else the terminal itself. Without a
  /// terminal a line may be as long as it gets.
  int width() {
    String said = variables.getOrDefault("COLUMNS", "");
    if (said.matches("[1-9]\\d{0,4}")) {
      return Integer.parseInt(said);
    }
    return isTerminal() ? Terminal.columns().orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }

  /// Where the person stands, as the shell says; empty when it says nothing.
  public String folder() {
    return variables.getOrDefault("PWD", "");
  }

  public boolean isSet(String variable) {
    return !variables.getOrDefault(variable, "").isEmpty();
  }

  /// Writes a result at once.
  public void print(byte[] bytes) {
    write(out, bytes);
  }

  public void print(String line) {
    print((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// A sentence for the person, not part of the result, and without secrets: what goes to the
  /// standard error of a CI job stays in its log. What it quotes from a file cannot drive a
  /// terminal.
  public void say(String line) {
    String readable = ByteText.readable(Secrets.hide(line));
    write(err, (new Folder(folder()).strip(readable) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Asks a question that only a typed y answers with yes; the end of the input is a no.
  boolean agrees(String question) {
    try {
      err.write(question.getBytes(StandardCharsets.UTF_8));
      err.flush();
      int answer = in.read();
      return answer == 'y' || answer == 'Y';
    } catch (IOException _) {
      return false;
    }
  }

  /// Says why there is no result; yields the exit code for that.
  int refuse(String message) {
    say("wsdoctor: " + message);
    return ExitCode.UNUSABLE;
  }

  private static void write(OutputStream to, byte[] bytes) {
    try {
      to.write(bytes);
      to.flush();
    } catch (IOException e) {
      throw new OutputFailure(e);
    }
  }
}
