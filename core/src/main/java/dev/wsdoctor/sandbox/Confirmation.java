package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.http.Response;
import java.util.List;
import java.util.Optional;

/// What the user's nginx did with a request in the sandbox.
public sealed interface Confirmation {
  /// It ran.
  ///
  /// @param answer the head of the client's answer; absent when there was none, for the reason in
  ///   `trouble`
  /// @param received what the stand-ins were sent, in order
  /// @param otherPeers those that were called with another protocol than HTTP/1:
  ///   `unix:/run/php.sock`
  /// @param errorLog the lines that nginx wrote, at level `info`
  /// @param substitutions what is not as in the original and could matter, one sentence each
  record Ran(
      Optional<Response> answer,
      String trouble,
      List<RecordedRequest> received,
      List<String> otherPeers,
      List<String> errorLog,
      List<String> substitutions)
      implements Confirmation {
    public Ran {
      received = List.copyOf(received);
      otherPeers = List.copyOf(otherPeers);
      errorLog = List.copyOf(errorLog);
      substitutions = List.copyOf(substitutions);
    }

    /// The client's status; 0 when there was no answer.
    public int status() {
      return answer.map(Response::status).orElse(0);
    }
  }

  /// This configuration or request cannot be tried here, and why.
  record NotConfirmable(String why) implements Confirmation {}

  /// nginx refuses the configuration, in its words and at the user's own line.
  record DoesNotLoad(ConfigurationError error) implements Confirmation {}
}
