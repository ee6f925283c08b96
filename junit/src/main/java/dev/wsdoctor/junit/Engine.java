package dev.wsdoctor.junit;

/// What runs the configuration.
public enum Engine {
  /// What the system property `wsdoctor.engine` says, `gateway` or `nginx`; the gateway without it.
  OF_PROPERTY,

  /// wsdoctor's gateway, inside of the test's own JVM: nothing has to be installed. A directive
  /// that it does not execute fails the test.
  GATEWAY,

  /// The nginx program of this machine, or the one that the system property `wsdoctor.nginx` names.
  NGINX
}
