package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import java.io.IOException;

/// Where the upstream peers of a configuration are for its private copy.
interface Places {
  /// `127.0.0.1:port` or `unix:/path` of what takes the place of a peer that a directive names.
  String of(Peer peer, Directive named) throws IOException;
}
