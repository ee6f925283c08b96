package dev.wsdoctor.finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a finding is known by from one run to the next, in 32 hexadecimal digits: its id, the text
/// of the line it is about and the blocks around that.
///
/// Line numbers, indentation and the file's name are left out, so that it survives edits above and
/// a checkout elsewhere. Equal lines in equal blocks have equal fingerprints; who tells them apart
/// counts them, file by file.
public record Fingerprint(String digits) {
  private static final int BYTES = 16;

  /// Comes first in what is digested: a change of the recipe must not look like a change of a file.
  private static final String RECIPE = "1";

  public static Fingerprint of(Finding finding) {
    List<String> parts = new ArrayList<>(List.of(RECIPE, finding.id()));
    finding.places().stream().limit(1).forEach(place -> add(parts, place));
    byte[] digest = sha256(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    return new Fingerprint(HexFormat.of().formatHex(digest, 0, BYTES));
  }

  private static void add(List<String> parts, Place place) {
    place.blocks().forEach(block -> parts.add(words(block)));
    parts.add(words(place.firstLine()));
  }

  /// However they are spaced.
  private static String words(String text) {
    return text.strip().replaceAll("[ \t]+", " ");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
