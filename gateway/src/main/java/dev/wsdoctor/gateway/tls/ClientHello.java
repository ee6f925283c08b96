package dev.wsdoctor.gateway.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client says before anything is agreed (RFC 8446, 4.1.2; RFC 6066, 3; RFC 7301), as much
/// as decides which settings answer it.
///
/// @param serverName as the client writes it; absent also when it is no host name
/// @param protocols of ALPN; empty if the client offers none
/// @param signatures the schemes that it checks; empty if it does not say
public record ClientHello(
    Optional<String> serverName,
    List<String> protocols,
    List<Integer> suites,
    List<Integer> signatures,
    List<Integer> groups,
    boolean offersTls13) {
  private static final int VERSION_AND_RANDOM = 34;
  private static final int SERVER_NAME = 0;
  private static final int GROUPS = 10;
  private static final int SIGNATURES = 13;
  private static final int ALPN = 16;
  private static final int VERSIONS = 43;
  private static final int TLS_1_3 = 0x0304;

  public ClientHello {
    protocols = List.copyOf(protocols);
    suites = List.copyOf(suites);
    signatures = List.copyOf(signatures);
    groups = List.copyOf(groups);
  }

  /// A client that said nothing that can be understood; the library will answer it.
  static final ClientHello SILENT =
      new ClientHello(Optional.empty(), List.of(), List.of(), List.of(), List.of(), false);

  /// Reads the message behind its four-byte head; nothing for one that is cut or broken.
  static Optional<ClientHello> read(ByteBuf message) {
    try {
      return Optional.of(readAll(message.duplicate()));
    } catch (IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static ClientHello readAll(ByteBuf in) {
    in.skipBytes(VERSION_AND_RANDOM);
    in.skipBytes(in.readUnsignedByte());
    List<Integer> suites = numbers(in.readSlice(in.readUnsignedShort()));
    in.skipBytes(in.readUnsignedByte());
    Optional<String> name = Optional.empty();
    List<String> protocols = List.of();
    List<Integer> signatures = List.of();
    List<Integer> groups = List.of();
    boolean offersTls13 = false;
    ByteBuf extensions = in.isReadable() ? in.readSlice(in.readUnsignedShort()) : in;
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
      switch (type) {
        case SERVER_NAME -> name = name(data);
        case GROUPS -> groups = numbers(data.readSlice(data.readUnsignedShort()));
        case SIGNATURES -> signatures = numbers(data.readSlice(data.readUnsignedShort()));
        case ALPN -> protocols = protocols(data.readSlice(data.readUnsignedShort()));
        case VERSIONS ->
            offersTls13 = numbers(data.readSlice(data.readUnsignedByte())).contains(TLS_1_3);
        default -> {
          // for the library
        }
      }
    }
    return new ClientHello(name, protocols, suites, signatures, groups, offersTls13);
  }

  private static List<Integer> numbers(ByteBuf in) {
    List<Integer> numbers = new ArrayList<>();
    while (in.isReadable()) {
      numbers.add(in.readUnsignedShort());
    }
    return numbers;
  }

  private static List<String> protocols(ByteBuf in) {
    List<String> protocols = new ArrayList<>();
    while (in.isReadable()) {
      int length = in.readUnsignedByte();
      protocols.add(in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
    }
    return protocols;
  }

  /// The first name of type host_name.
  private static Optional<String> name(ByteBuf in) {
    if (!in.isReadable()) {
      return Optional.empty();
    }
    ByteBuf names = in.readSlice(in.readUnsignedShort());
    while (names.isReadable()) {
      int type = names.readUnsignedByte();
      ByteBuf name = names.readSlice(names.readUnsignedShort());
      if (type == 0 && name.isReadable()) {
        return Optional.of(name.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }
}
