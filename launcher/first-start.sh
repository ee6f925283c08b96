# Builds wsdoctor into .wsdoctor/ and trains the cache that makes the next starts fast.
# Sourced by launcher/common.sh in a subshell, with $here, $built and the ways to become a JVM.

log=$built/build.log
most_seconds_to_wait=900

say() {
  echo "wsdoctor: $*" >&2
}

# Two first starts at once: the second waits, and then finds the work done.
lock() {
  command -v flock >/dev/null || return 0
  exec 9>"$built/lock"
  flock -n 9 && return 0
  say "another start is building; waiting for it"
  flock -w "$most_seconds_to_wait" 9 || {
    say "it did not finish in $most_seconds_to_wait s; if it hangs, end it and try again"
    return 1
  }
}

build() {
  say "building once, for the first start or after a change (log: $log)"
  if command -v mvn >/dev/null; then maven=mvn; else maven=$here/mvnw; fi
  rm -rf "$here/app/target/classes" # Maven overlooks that a signature changed in another module
  if ! (cd "$here" && JAVA_HOME=${java%/bin/java} "$maven" -B -Dmaven.test.skip=true -Dcompiler.warnings=-nowarn package -pl app -am) \
    >"$log" 2>&1 </dev/null 9>&-; then
    say "the build failed; from $log:"
    { grep '^\[ERROR\] .*[^ ]' "$log" || tail -n 20 "$log"; } | head -n 12 >&2
    return 1
  fi
}

# What the start-up cache cannot keep is put in other words (launcher/Switches.java). Where that
# fails the jars are as they were.
settle_switches() {
  "$java" "$here/launcher/Switches.java" "$built"/lib/*.jar >>"$log" 2>&1 </dev/null 9>&- ||
    say "switches were left as they are (see $log); wsdoctor works, and starts slower"
}

# The jars move out of Maven's way, so that `mvn clean` and ./test do not touch what is in use.
take_jars() {
  rm -rf "$built/lib" && mkdir "$built/lib" &&
    cp "$here"/app/target/lib/*.jar "$here"/app/target/wsdoctor-app-*.jar "$built/lib/" || return 1
  settle_switches
  classpath=
  gateway_classpath=
  for jar in "$built"/lib/*.jar; do
    classpath=$classpath${classpath:+:}$jar
    case $jar in
      */wsdoctor-core-* | */wsdoctor-gateway-* | */netty-*) gateway_classpath=$gateway_classpath${gateway_classpath:+:}$jar ;;
    esac
  done
}

# A start without a cache is slower and otherwise the same, so a JDK that cannot make one is no
# obstacle.
train() {
  say "preparing fast starts"
  for cache in once wsdoctor; do
    rm -f "$built/$cache.aot"
    (become_java "-XX:AOTCacheOutput=$built/$cache.aot" dev.wsdoctor.app.cli.Training \
      "$cache" "$here/examples/upgrade-headers-missing/nginx.conf" "$here/launcher/training") >>"$log" 2>&1 </dev/null 9>&- ||
      say "no start-up cache could be made (see $log); wsdoctor works, and starts slower"
  done
  rm -f "$built/gateway.aot"
  (become_server "-XX:AOTCacheOutput=$built/gateway.aot" dev.wsdoctor.gateway.command.Training) >>"$log" 2>&1 </dev/null 9>&- ||
    say "no start-up cache could be made for the gateway (see $log); it works, and starts slower"
}

# What bin/gateway answers to -V without a JVM is what the JVM would answer.
note_version() {
  (become_java -XX:AOTMode=off dev.wsdoctor.gateway.command.GatewayMain -V) 2>"$built/version"
}

mkdir -p "$built" 2>/dev/null && [ -w "$built" ] || {
  say "cannot write to $built; run it once as the owner of $here"
  exit 1
}
lock || exit 1
is_fresh && exit 0
. "$here/launcher/find-java.sh"
find_java || exit 1
began=$(date +%s)
: >"$built/stamp.new" # older than anything that changes while we build
build && take_jars || exit 1
touch -r "${java%/bin/java}/release" "$built/jdk"
train
note_version || exit 1
mv "$built/stamp.new" "$built/stamp"
printf '%s\n' "$java" "$here" "$classpath" "$gateway_classpath" >"$built/start.new" && mv "$built/start.new" "$built/start"
say "ready after $(($(date +%s) - began)) s"
