package dev.wsdoctor.app.format;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Where the person stands, and how files are called from there. CI systems know a file by its path
/// below the root of the checkout, which is where they start a job.
public record Folder(String path) {
  /// The path below this folder, or the name as it is for a file elsewhere.
  String shortName(String file) {
    String name = ByteText.decode(file);
    return isAbove(name) ? name.substring(path.length() + 1) : name;
  }

  /// The same where names are one char per byte.
  String nameInBytes(String file) {
    Folder bytes =
        new Folder(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    return bytes.isAbove(file) ? file.substring(bytes.path.length() + 1) : file;
  }

  /// A sentence with the files below this folder called from here.
  public String strip(String sentence) {
    String prefix = path + "/";
    if (path.isEmpty() || !sentence.contains(prefix)) {
      return sentence;
    }
    StringBuilder stripped = new StringBuilder();
    int from = 0;
    for (int at = sentence.indexOf(prefix); at >= 0; at = sentence.indexOf(prefix, from)) {
      boolean begins = at == 0 || !isOfPath(sentence.charAt(at - 1));
      stripped.append(sentence, from, begins ? at : at + prefix.length());
      from = at + prefix.length();
    }
    return stripped.append(sentence, from, sentence.length()).toString();
  }

  /// Where one of these comes before it, `/app/` is in the middle of a longer path.
  private static boolean isOfPath(char c) {
    return Character.isLetterOrDigit(c) || "._-/~".indexOf(c) >= 0;
  }

  /// Whether the file has a name that holds for every checkout.
  boolean holds(String file) {
    String name = ByteText.decode(file);
    return isAbove(name) || !name.startsWith("/");
  }

  /// A URI reference (RFC 3986, 4.1): relative for a file that is held, `file:///...` else.
  String uri(String file) {
    return (holds(file) ? "" : "file://") + encoded(shortName(file));
  }

  /// Of the folder itself; it ends in a slash, so that a reference resolves to what is in it.
  String uri() {
    return "file://" + encoded(path) + "/";
  }

  private boolean isAbove(String name) {
    return !path.isEmpty() && name.startsWith(path + "/");
  }

  private static String encoded(String name) {
    return Arrays.stream(name.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
