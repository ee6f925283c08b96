package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.openssl.ConfCommand;
import dev.wsdoctor.gateway.openssl.OpensslServer;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import javax.net.ssl.SSLException;

/// What `ssl_conf_command` tells OpenSSL, which nothing else could follow.
///
/// @param files completes the names of files in them
record OpensslCommands(List<ConfCommand> all, PemFiles files) {
  private static final String DIRECTIVE = "ssl_conf_command";

  OpensslCommands {
    all = List.copyOf(all);
  }

  /// Tries them, so that what OpenSSL refuses is known before anything listens.
  static OpensslCommands of(Scope server, Library library, PemFiles files, Complaints complaints) {
    List<Directive> written = server.inForce(DIRECTIVE);
    if (written.isEmpty()) {
      return new OpensslCommands(List.of(), files);
    }
    if (library == Library.JDK) {
      complaints.unsupported(written.getFirst(), "without OpenSSL \"" + DIRECTIVE + "\"");
      return new OpensslCommands(List.of(), files);
    }
    List<ConfCommand> all =
        written.stream().map(d -> new ConfCommand(d.parameter(), d.parameters().get(1))).toList();
    OpensslCommands commands = new OpensslCommands(all, files);
    OpensslServer trial = new OpensslServer();
    try {
      commands.tell(trial, commands);
    } catch (SSLException e) {
      complaints.error(written.getFirst(), String.valueOf(e.getMessage()));
    } finally {
      trial.release();
    }
    return commands;
  }

  /// @param listener those of the default server of the address
  void tell(OpensslServer openssl, OpensslCommands listener) throws SSLException {
    openssl.commands(
        listener.all.stream().filter(ConfCommand::isOfListener).toList(), listener.files::path);
    openssl.commands(all.stream().filter(command -> !command.isOfListener()).toList(), files::path);
  }
}
