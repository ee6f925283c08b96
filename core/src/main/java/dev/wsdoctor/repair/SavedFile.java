package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// One file of a repair: `path` is how the configuration names it, `file` where it is, symbolic
/// links followed; `old` and `fresh` are the digests of its text before and after. Beside the
/// journal lie `backup` (the old text), `replacement` (the new one) and, where the file system
/// gives it, `original`: a second name of the old file itself, with all that it is.
public record SavedFile(
    Path path,
    Path file,
    Attributes attributes,
    String old,
    String fresh,
    Path backup,
    Path replacement,
    Path original) {
  /// What stands in the file now.
  public enum State {
    OLD,
    NEW,
    /// Somebody else has changed or removed it.
    FOREIGN
  }

  public State state() throws IOException {
    try {
      String digest = Digest.of(Files.readAllBytes(file));
      return digest.equals(old) ? State.OLD : digest.equals(fresh) ? State.NEW : State.FOREIGN;
    } catch (NoSuchFileException _) {
      return State.FOREIGN;
    }
  }

  /// Where a text is made ready: beside the file, so that a rename takes it in. nginx's `include *`
  /// overlooks names that begin with a dot.
  Path staging(String id) {
    return file.resolveSibling("." + file.getFileName() + ".wsdoctor-" + id);
  }

  /// Whether the old file is there under its second name, as it was.
  boolean hasOriginal() throws IOException {
    return hasSecondName() && isOld(original);
  }

  /// Whether somebody has written into the old file since it was saved.
  boolean isOriginalChanged() throws IOException {
    return hasSecondName() && !isOld(original);
  }

  private boolean hasSecondName() {
    return Files.exists(original, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isOld(Path copy) throws IOException {
    return Digest.of(Files.readAllBytes(copy)).equals(old);
  }

  /// How many names the old file had besides: hard links, which a rename leaves with the old text.
  public int otherNames() {
    return attributes.names() - 1;
  }
}
