package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.Extension.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The parameters of permessage-deflate, in an offer or as agreed (RFC 7692, 7.1).
///
/// In an offer `clientMaxWindowBits` of 0 stands for the parameter without a value: the client says
/// that it understands the parameter, and no more.
public record PermessageDeflate(
    boolean serverNoContextTakeover,
    boolean clientNoContextTakeover,
    OptionalInt serverMaxWindowBits,
    OptionalInt clientMaxWindowBits) {
  public static final String NAME = "permessage-deflate";

  private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";
  private static final int MAX_BITS = 15;

  /// The offer without parameters, and the agreement on all defaults.
  public static final PermessageDeflate DEFAULTS =
      new PermessageDeflate(false, false, OptionalInt.empty(), OptionalInt.empty());

  /// Parameters, or the sentence that says what is wrong with them.
  public sealed interface Parsed {
    record Valid(PermessageDeflate parameters) implements Parsed {}

    record Invalid(String message) implements Parsed {}
  }

  /// An offer; a server declines an invalid one (RFC 7692, 7).
  public static Parsed offer(Extension extension) {
    return parse(extension, true);
  }

  /// What a client makes of the answer to its `offer`; it fails the connection over an invalid one.
  public static Parsed answer(Extension extension, PermessageDeflate offer) {
    if (!(parse(extension, false) instanceof Parsed.Valid(PermessageDeflate answered))) {
      return parse(extension, false);
    }
    if (offer.serverNoContextTakeover && !answered.serverNoContextTakeover) {
      return new Parsed.Invalid(
          "expected %s, as offered, but it is missing".formatted(SERVER_NO_CONTEXT));
    }
    if (offer.serverMaxWindowBits.isPresent()
        && answered.bits(Role.SERVER) > offer.bits(Role.SERVER)) {
      return new Parsed.Invalid(
          "expected %s of at most %d, as offered, but found %d"
              .formatted(SERVER_BITS, offer.bits(Role.SERVER), answered.bits(Role.SERVER)));
    }
    if (answered.clientMaxWindowBits.isPresent() && offer.clientMaxWindowBits.isEmpty()) {
      return new Parsed.Invalid("expected no %s, which was not offered".formatted(CLIENT_BITS));
    }
    return new Parsed.Valid(answered);
  }

  private static Parsed parse(Extension extension, boolean isOffer) {
    PermessageDeflate result = DEFAULTS;
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : extension.parameters()) {
      if (!seen.add(parameter.name())) {
        return new Parsed.Invalid(
            "expected %s once but found it twice".formatted(parameter.name()));
      }
      Optional<PermessageDeflate> next = result.with(parameter, isOffer);
      if (next.isEmpty()) {
        return new Parsed.Invalid(
            "expected a parameter of permessage-deflate but found '%s'".formatted(text(parameter)));
      }
      result = next.get();
    }
    return new Parsed.Valid(result);
  }

  private static String text(Parameter parameter) {
    return parameter.name() + parameter.value().map(value -> "=" + value).orElse("");
  }

  private Optional<PermessageDeflate> with(Parameter parameter, boolean isOffer) {
    Optional<String> value = parameter.value();
    return switch (parameter.name()) {
      case SERVER_NO_CONTEXT ->
          flag(
              value,
              new PermessageDeflate(
                  true, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits));
      case CLIENT_NO_CONTEXT ->
          flag(
              value,
              new PermessageDeflate(
                  serverNoContextTakeover, true, serverMaxWindowBits, clientMaxWindowBits));
      case SERVER_BITS -> value.flatMap(PermessageDeflate::bits).map(this::withServerBits);
      case CLIENT_BITS ->
          value.isEmpty() && isOffer
              ? Optional.of(withClientBits(0))
              : value.flatMap(PermessageDeflate::bits).map(this::withClientBits);
      default -> Optional.empty();
    };
  }

  private static Optional<PermessageDeflate> flag(
      Optional<String> value, PermessageDeflate result) {
    return value.isEmpty() ? Optional.of(result) : Optional.empty();
  }

  /// A decimal from 8 to 15 without leading zeros (RFC 7692, 7.1.2).
  private static Optional<Integer> bits(String value) {
    return value.matches("[89]|1[0-5]") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
  }

  private PermessageDeflate withServerBits(int bits) {
    return new PermessageDeflate(
        serverNoContextTakeover,
        clientNoContextTakeover,
        OptionalInt.of(bits),
        clientMaxWindowBits);
  }

  private PermessageDeflate withClientBits(int bits) {
    return new PermessageDeflate(
        serverNoContextTakeover,
        clientNoContextTakeover,
        serverMaxWindowBits,
        OptionalInt.of(bits));
  }

  /// What a server that supports everything agrees to: every wish of the first valid offer.
  public static Optional<PermessageDeflate> agree(List<Extension> offers) {
    return offers.stream()
        .filter(extension -> extension.name().equals(NAME))
        .flatMap(
            extension ->
                offer(extension) instanceof Parsed.Valid(PermessageDeflate wishes)
                    ? Stream.of(wishes.agreed())
                    : Stream.empty())
        .findFirst();
  }

  /// An offered client_max_window_bits without a value leaves the choice to the server, which then
  /// says nothing.
  private PermessageDeflate agreed() {
    boolean open = clientMaxWindowBits.isPresent() && clientMaxWindowBits.getAsInt() == 0;
    return new PermessageDeflate(
        serverNoContextTakeover,
        clientNoContextTakeover,
        serverMaxWindowBits,
        open ? OptionalInt.empty() : clientMaxWindowBits);
  }

  /// Whether a sender's window lives on from message to message.
  public boolean keepsContext(Role sender) {
    return switch (sender) {
      case CLIENT -> !clientNoContextTakeover;
      case SERVER -> !serverNoContextTakeover;
    };
  }

  /// The size of a sender's window, as a power of two.
  public int bits(Role sender) {
    OptionalInt bits =
        switch (sender) {
          case CLIENT -> clientMaxWindowBits;
          case SERVER -> serverMaxWindowBits;
        };
    return bits.isEmpty() || bits.getAsInt() == 0 ? MAX_BITS : bits.getAsInt();
  }

  /// As it stands in Sec-WebSocket-Extensions.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(NAME);
    out.append(serverNoContextTakeover ? "; " + SERVER_NO_CONTEXT : "");
    out.append(clientNoContextTakeover ? "; " + CLIENT_NO_CONTEXT : "");
    serverMaxWindowBits.ifPresent(
        bits -> out.append("; ").append(SERVER_BITS).append("=").append(bits));
    clientMaxWindowBits.ifPresent(
        bits -> out.append("; ").append(CLIENT_BITS).append(bits == 0 ? "" : "=" + bits));
    return out.toString();
  }
}
