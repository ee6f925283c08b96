package dev.wsdoctor.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The sockets among the open files of one process (`/proc/PID/fd`), read again as cheaply as that
/// can be: a link is followed once, for as long as its socket lives.
final class Descriptors {
  private static final String SOCKET = "socket:[";

  private Map<Integer, Long> inodes = Map.of();
  private Map<Long, Integer> byInode = Map.of();
  private int openFiles;
  private boolean readable = true;

  /// Looks again; what is known of a descriptor is kept while its socket is `alive`, since it is
  /// closed, and its number free for another, only with it.
  void read(Path folder, Set<Long> alive) {
    Optional<String[]> names = Optional.ofNullable(folder.toFile().list());
    readable = names.isPresent() || !Files.exists(folder);
    openFiles = names.map(all -> all.length).orElse(0);
    Map<Integer, Long> found = HashMap.newHashMap(openFiles);
    Map<Long, Integer> turned = HashMap.newHashMap(openFiles);
    for (String name : names.orElse(new String[0])) {
      int descriptor = Integer.parseInt(name);
      Long known = inodes.get(descriptor);
      OptionalLong inode =
          known != null && alive.contains(known)
              ? OptionalLong.of(known)
              : inode(folder.resolve(name));
      if (inode.isPresent()) {
        found.put(descriptor, inode.getAsLong());
        turned.put(inode.getAsLong(), descriptor);
      }
    }
    inodes = found;
    byInode = Collections.unmodifiableMap(turned);
  }

  /// Of `socket:[12345]`.
  private static OptionalLong inode(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith(SOCKET)
          ? OptionalLong.of(Long.parseLong(target, SOCKET.length(), target.length() - 1, 10))
          : OptionalLong.empty();
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty(); // it was closed meanwhile
    }
  }

  Map<Long, Integer> byInode() {
    return byInode;
  }

  int openFiles() {
    return openFiles;
  }

  boolean isReadable() {
    return readable;
  }
}
