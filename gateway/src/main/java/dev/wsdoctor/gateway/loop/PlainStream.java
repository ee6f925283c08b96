package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.OpensslFailure;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The bytes of a socket as they are.
final class PlainStream implements SocketStream {
  private final SystemCalls calls;
  private final int descriptor;
  private boolean hasMore;

  PlainStream(SystemCalls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
  }

  @Override
  public long receive(MemorySegment into) {
    long count = calls.receive(descriptor, into, into.byteSize());
    hasMore = count == into.byteSize(); // one that gave less has no more (epoll(7))
    return count;
  }

  @Override
  public boolean hasMore() {
    return hasMore;
  }

  @Override
  public long send(MemorySegment from, long bytes) {
    return calls.send(descriptor, from, bytes);
  }

  @Override
  public String sendFunction() {
    return "send()";
  }

  @Override
  public boolean hasPending() {
    return false;
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public int endOutput() {
    return calls.shutdownOutput(descriptor);
  }

  @Override
  public int errno() {
    return calls.errno();
  }

  @Override
  public IOException failure(String function) {
    return calls.failure(function);
  }

  @Override
  public Optional<OpensslFailure> broken() {
    return Optional.empty();
  }

  @Override
  public boolean isShaking() {
    return false;
  }

  @Override
  public void close() {
    calls.close(descriptor);
  }
}
