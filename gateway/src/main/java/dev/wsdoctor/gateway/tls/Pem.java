package dev.wsdoctor.gateway.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The blocks of a PEM file (RFC 7468, and RFC 1421 for the headers of encrypted keys), and where
/// reading them ended.
///
/// @param complaint what OpenSSL says of the block that cannot be read, if there is one; the blocks
///   before it stand in `blocks`
record Pem(List<Block> blocks, Optional<String> complaint) {
  static final String BAD_BASE64 = "error:04800064:PEM routines::bad base64 decode";
  static final String BAD_END_LINE = "error:04800066:PEM routines::bad end line";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  Pem {
    blocks = List.copyOf(blocks);
  }

  /// One block. Headers are those of an encrypted key (`Proc-Type`, `DEK-Info`).
  static final class Block {
    private final String label;
    private final Map<String, String> headers;
    private final byte[] bytes;

    Block(String label, Map<String, String> headers, byte[] bytes) {
      this.label = label;
      this.headers = Map.copyOf(headers);
      this.bytes = bytes;
    }

    String label() {
      return label;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  static Pem read(String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    for (int i = 0; i < lines.size(); i++) {
      Optional<String> label = label(lines.get(i), BEGIN);
      if (label.isEmpty()) {
        continue;
      }
      int end = endOf(lines, i, label.get());
      if (end < 0) {
        return new Pem(blocks, Optional.of(BAD_END_LINE));
      }
      Optional<Block> block = block(label.get(), lines.subList(i + 1, end));
      if (block.isEmpty()) {
        return new Pem(blocks, Optional.of(BAD_BASE64));
      }
      blocks.add(block.get());
      i = end;
    }
    return new Pem(blocks, Optional.empty());
  }

  private static Optional<String> label(String line, String keyword) {
    return line.startsWith(keyword) && line.endsWith(DASHES)
        ? Optional.of(line.substring(keyword.length(), line.length() - DASHES.length()))
        : Optional.empty();
  }

  private static int endOf(List<String> lines, int begin, String label) {
    for (int i = begin + 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith(DASHES)) {
        return label(lines.get(i), END).filter(label::equals).isPresent() ? i : -1;
      }
    }
    return -1;
  }

  private static Optional<Block> block(String label, List<String> lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    var base64 = new StringBuilder();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else {
        base64.append(line.strip());
      }
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.toString());
      return Optional.of(new Block(label, headers, bytes));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
