package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Execution;

/// Has one request decided, as often as running has told something new.
record Deciding(ClientConnection client, Request request, RequestTruth truth) {
  Execution decide() {
    return decide(truth);
  }

  /// The same request, only to renew what is kept of its answer.
  Execution update(UpstreamFacts facts) {
    return decide(truth.again(request, facts));
  }

  private Execution decide(RequestTruth told) {
    return client
        .site()
        .nginx()
        .execute(client.facts().connection(), request, new DiskView(), told);
  }
}
