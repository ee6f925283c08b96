#!/bin/sh
# Unpacks the nginx of another Debian release and runs the tests that compare with nginx against it:
#   conformance/other-nginx.sh sid ~/nginx-sid
#   conformance/other-nginx.sh trixie ~/nginx-trixie EvaluatorConformanceTest -Dwsdoctor.full=true
# The folder then holds nginx, its dynamic modules, and the libraries and the loader that it was
# built for, so that it runs on any release; a folder that has them is used as it is. The first
# argument that begins with "-" and those behind it go to Maven, names before it are the test
# classes. Needs apt-get, dpkg-deb and patchelf; nothing is installed. ./test does not need it.
# Decision 0052.
set -eu

# What asks nginx, and expects nothing that holds for Debian 12's release only.
tests='
  CatalogueConformanceTest SemanticConformanceTest SyntaxConformanceTest
  EvaluatorConformanceTest GatewayPairsTest FolkloreTest VersionClaimsTest
'

usage() {
  echo "usage: conformance/other-nginx.sh SUITE FOLDER [TEST...] [MAVEN-OPTION...]" >&2
  exit 2
}

[ $# -ge 2 ] || usage
suite=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2
checkout=$(cd "$(dirname "$0")/.." && pwd)
apt=$folder/apt

# apt with a state of its own, so that it neither reads nor changes that of this machine; it still
# checks the signatures of the archive.
of_suite() {
  command=$1
  shift
  "$command" -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State="$apt/state" -o Dir::State::Status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o APT::Architecture=amd64 -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false "$@"
}

depends() {
  of_suite apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "$@"
}

libraries() {
  grep -oE '(lib|zlib)[a-z0-9.+-]+$' | grep -v '^libnginx-mod-' | sort -u
}

unpack() {
  mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/debs" "$apt/root"
  : >"$apt/status"
  echo "deb http://deb.debian.org/debian $suite main" >"$apt/sources.list"
  of_suite apt-get -qq update
  package=nginx # up to Debian 11 that was an empty package
  of_suite apt-cache show nginx | grep -q '^Architecture: all' && package=nginx-core
  # shellcheck disable=SC2046 # lists of words
  (cd "$apt/debs" && of_suite apt-get -qq download "$package" libnginx-mod-stream \
    $(depends --recurse $(depends "$package" libnginx-mod-stream | libraries) | libraries))
  for deb in "$apt"/debs/*.deb; do
    dpkg-deb -x "$deb" "$apt/root"
  done
}

# The loader and the libraries of this release, found from where they lie.
settle() {
  mkdir -p "$folder/lib" "$folder/modules"
  find "$apt/root" -path '*/x86_64-linux-gnu/*.so*' ! -path '*/gconv/*' -exec cp -fL {} "$folder/lib/" \;
  cp "$apt"/root/usr/lib/nginx/modules/*.so "$folder/modules/"
  cp "$apt/root/usr/sbin/nginx" "$folder/nginx.part"
  # an rpath also holds for what libc opens, such as libnss_files; a runpath would not
  patchelf --force-rpath --set-rpath "$folder/lib" \
    --set-interpreter "$folder/lib/ld-linux-x86-64.so.2" "$folder/nginx.part"
  mv "$folder/nginx.part" "$folder/nginx"
  rm -rf "$apt"
}

[ -x "$folder/nginx" ] || { unpack && settle; }
"$folder/nginx" -v >&2

names=
while [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; do
  names="$names $1"
  shift
done
[ -n "$names" ] || names=$tests
# shellcheck disable=SC2086 # a list of words
names=$(echo $names | tr ' ' ',')
# the product looks for nginx on the PATH, the tests where the property says
PATH=$folder:$PATH exec "$checkout/test" -pl conformance -am -Dtest="$names" \
  -Dsurefire.failIfNoSpecifiedTests=false -Dwsdoctor.nginx="$folder/nginx" "$@"
