package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.probe.ClientCertificate;
import dev.wsdoctor.tap.TapLimits;
import dev.wsdoctor.tap.TapPlan;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The options that say where a tap stands.
final class TapOptions {
  private static final String LISTEN = "--listen";
  private static final String TO = "--to";
  private static final String CERTIFICATE = "--tls-certificate";
  private static final String KEY = "--tls-key";
  private static final String NAME = "--tls-name";

  private final ParseResult arguments;

  TapOptions(ParseResult arguments) {
    this.arguments = arguments;
  }

  static void add(CommandSpec spec) {
    spec.addOption(
        Options.text("ADDRESS", "Where to listen: 9000, 127.0.0.1:9000, unix:/path.", LISTEN));
    spec.addOption(
        Options.text("ADDRESS", "Who gets it: 127.0.0.1:3000, https://app:8443, unix:/path.", TO));
    spec.addOption(Options.text("FILE", "Listen in TLS with this certificate (PEM).", CERTIFICATE));
    spec.addOption(Options.text("FILE", "Its key.", KEY));
    spec.addOption(
        Options.text("NAME", "The name for SNI towards an https:// address; else its host.", NAME));
  }

  Answer<TapPlan> plan() {
    if (!arguments.hasMatchedOption(LISTEN) || !arguments.hasMatchedOption(TO)) {
      return new Answer.Unusable<>(
          "expected --listen ADDRESS and --to ADDRESS, as in 'wsdoctor tap --listen 9000 --to"
              + " 127.0.0.1:3000'");
    }
    return address(LISTEN)
        .then(
            listen ->
                address(TO).then(to -> certificate(listen).map(found -> plan(listen, found, to))));
  }

  private TapPlan plan(TapAddress listen, Optional<ClientCertificate> certificate, TapAddress to) {
    Optional<String> name = to.tls() ? Optional.of(text(NAME).orElse(to.host())) : Optional.empty();
    return new TapPlan(listen.endpoint(), certificate, to.endpoint(), name, TapLimits.DEFAULT);
  }

  private Answer<TapAddress> address(String option) {
    return TapAddress.parse(option, text(option).orElse(""));
  }

  private Optional<String> text(String option) {
    return Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
  }

  private Answer<Optional<ClientCertificate>> certificate(TapAddress listen) {
    Optional<String> certificate = text(CERTIFICATE);
    Optional<String> key = text(KEY);
    if (certificate.isEmpty() && key.isEmpty() && !listen.tls()) {
      return new Answer.Given<>(Optional.empty());
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      return new Answer.Unusable<>(
          "to listen in TLS both --tls-certificate and --tls-key are needed; for a try: openssl req"
              + " -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=tap -keyout"
              + " key.pem -out certificate.pem");
    }
    if (listen.host().isEmpty()) {
      return new Answer.Unusable<>(
          "--listen: TLS over a unix socket is not supported; put the tap at a port");
    }
    return ProbeOptions.certificate(certificate.get(), key.get()).map(Optional::of);
  }
}
