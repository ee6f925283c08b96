package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// What only running tells, supplied by whoever executes a decision, so that nothing of it is a
/// branch.
public interface Truth {
  /// A prediction: nothing is known, and the decision branches.
  Truth UNKNOWN =
      new Truth() {
        @Override
        public boolean isRunning() {
          return false;
        }

        @Override
        public Optional<String> variable(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<Integer> verdict(Directive by) {
          return Optional.empty();
        }

        @Override
        public List<UpstreamEnding> upstreamEndings() {
          return List.of();
        }

        @Override
        public Optional<Refusal> refusal() {
          return Optional.empty();
        }
      };

  /// Whether the request is really there. Where a verdict is missing the decision then stops with
  /// [Outcome.Handled] by that directive: it is to be obtained, and the decision made again.
  boolean isRunning();

  /// The value of a variable that cannot be known before running, by its name in lower case.
  Optional<String> variable(String name);

  /// What `auth_basic`, `auth_request`, `limit_req` or `limit_conn` has said: 0 lets the request
  /// pass, else it is the status that the request ends with.
  Optional<Integer> verdict(Directive by);

  /// How each `proxy_pass` that this request has come to has ended so far, unless its answer was
  /// passed on.
  List<UpstreamEnding> upstreamEndings();

  /// Whether the whole body of the request has come.
  default boolean bodyIsRead() {
    return false;
  }

  /// 495 or 496 when the certificate that the client has shown, or not shown, is not what this
  /// server wants (`ssl_verify_client`).
  default Optional<Refusal> certificateRefusal(VirtualServer server) {
    return Optional.empty();
  }

  /// Whether this request goes to the upstream past the cache that is in force, since its answer is
  /// not to be kept.
  default boolean asksUncached() {
    return false;
  }

  /// The status with which the bytes of the request had to be refused: in the request line, if the
  /// request has no target, else behind its fields.
  Optional<Refusal> refusal();

  /// A request that is not let in.
  ///
  /// @param said what nginx writes to its error log
  record Refusal(int status, String said) {}
}
