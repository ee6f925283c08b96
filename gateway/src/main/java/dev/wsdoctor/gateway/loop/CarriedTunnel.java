package dev.wsdoctor.gateway.loop;

import java.util.concurrent.RejectedExecutionException;

/// A tunnel that was handed over to its loop.
public final class CarriedTunnel {
  private final SocketLoop loop;
  private final Carriage carriage;

  CarriedTunnel(SocketLoop loop, Carriage carriage) {
    this.loop = loop;
    this.carriage = carriage;
  }

  /// Ends the tunnel soon, if it is not over yet. May be called by any thread.
  public void stop() {
    try {
      loop.execute(() -> loop.tunnels().stop(carriage));
    } catch (RejectedExecutionException _) {
      // the loop is over, and so are its tunnels
    }
  }
}
