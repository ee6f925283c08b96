# What ./wsdoctor and ./gateway share. For sourcing, with $here, the folder they stand in.

built=${WSDOCTOR_BUILT:-$here/.wsdoctor} # tests bring their own

# Whether there is a build, made in this place, with this JDK, from these sources.
is_fresh() {
  [ -f "$built/start" ] || return 1
  { IFS= read -r java && IFS= read -r place && IFS= read -r classpath && IFS= read -r gateway_classpath; } <"$built/start"
  [ "$place" = "$here" ] && [ -x "$java" ] || return 1
  [ "${java%/bin/java}/release" -nt "$built/jdk" ] && return 1
  [ -f "$built/stamp" ] || return 1
  # one walk of find takes less than half of what the shell needs to ask for each file
  newer=$(find "$here/pom.xml" "$here"/*/pom.xml "$here/launcher" "$here"/examples/*/*.* \
    "$here"/*/src/main -type f -newer "$built/stamp" 2>/dev/null)
  [ -z "$newer" ]
}

# The flags stand here and nowhere else: a cache is made with those it is used with, or the JVM
# refuses it.
quiet="-XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -XX:+DisplayVMOutputToStderr --enable-native-access=ALL-UNNAMED"

# Sets $cache to the option for the cache of that name; without one a start is slower, and no more.
use_cache() {
  if [ -f "$built/$1.aot" ]; then cache=-XX:AOTCache=$built/$1.aot; else cache=-XX:AOTMode=off; fi
}

# A command that ends soon has ended before the better compiler has paid off; for one that stays,
# the launcher takes it. The cache of the one serves the other.
compiler="-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2"

# $1 is the option for the cache, the rest is a main class and its arguments. The heap is reserved, not filled: a configuration of 10 MB then needs no collection,
# and a small one does not notice.
become_java() {
  option=$1
  shift
  exec "$java" "$option" -XX:+UseSerialGC -Xms600m -Xmn450m $compiler $quiet -cp "$classpath" "$@"
}

# A gateway that runs for months; the arguments are as above. What it makes for a request is garbage
# soon, and what stays is little, so that a small young generation does; what compiling needed goes
# back to the system. Large methods that are compiled already are called, not compiled once more into
# their callers: on one core, compiling keeps the first seconds' requests waiting. What is called is
# compiled soon all the same, since a thousand TLS handshakes a second are few to wait for. The code
# of one request lies all over its memory, which huge pages have the processor find faster.
become_server() {
  option=$1
  shift
  name_huge_pages
  export MALLOC_ARENA_MAX=2
  exec "$java" "$option" -XX:+UseSerialGC -Xms32m -Xmn8m -XX:+UseCompactObjectHeaders -XX:CompileThresholdScaling=0.2 -XX:InlineSmallCode=500 -XX:TrimNativeHeapInterval=1000 $huge_pages $quiet -Dgateway.master="$$" -cp "$gateway_classpath" "$@"
}

# Where the kernel has none to give the JVM would complain.
name_huge_pages() {
  huge_pages=
  { read -r given </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null || return 0
  case $given in
    *"[always]"* | *"[madvise]"*) huge_pages=-XX:+UseTransparentHugePages ;;
  esac
}

# The first start, or the first after a change, builds.
be_built() {
  is_fresh && return 0
  (. "$here/launcher/first-start.sh") && is_fresh
}

# Java decodes arguments and file names by the locale; without one it would take only ASCII.
name_locale() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}
