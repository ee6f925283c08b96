# Sets $java to the java of a JDK of release 25 or newer, or says where to get one and fails.
# For sourcing: ./wsdoctor and ./test look in the same places.

least_release=25

# Prints the feature release of the JDK in $1, such as 25; nothing when there is no JDK.
jdk_release() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_java() {
  on_path=$(command -v javac) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
  for jdk in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*25* /usr/lib/jvm/* ${on_path:+"$on_path"}; do
    release=$(jdk_release "$jdk")
    if [ "${release:-0}" -ge "$least_release" ]; then
      java=$jdk/bin/java
      return 0
    fi
  done
  cat >&2 <<'END'
wsdoctor needs a JDK 25 or newer, and there is none in JAVA_HOME, /usr/lib/jvm or PATH. On Debian, as root:
  apt-get install -y wget gpg && wget -qO- https://packages.adoptium.net/artifactory/api/gpg/key/public | gpg --dearmor -o /usr/share/keyrings/adoptium.gpg && . /etc/os-release && echo "deb [signed-by=/usr/share/keyrings/adoptium.gpg] https://packages.adoptium.net/artifactory/deb $VERSION_CODENAME main" > /etc/apt/sources.list.d/adoptium.list && apt-get update && apt-get install -y temurin-25-jdk
END
  return 1
}
