package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.nio.ByteBuffer;

/// Asks an upstream only to renew what is kept; nobody waits for the answer. Used by one thread.
///
/// @param parent that was answered with what is old
record BackgroundUpdate(Recipient parent) implements InnerRecipient {
  @Override
  public ErrorReport errors() {
    return parent.errors();
  }

  @Override
  public void passHead(Head head) {
    head.finish();
  }

  @Override
  public void passKept(Head head, ByteBuffer body) {}

  @Override
  public void again() {}

  @Override
  public void passHeadless() {}

  @Override
  public void passed() {}

  @Override
  public void broken(boolean sends) {}

  @Override
  public void upstreamEnded(UpstreamEnding ending) {}

  @Override
  public void upgraded(Head head) {}

  @Override
  public void tunnelEnded() {}
}
