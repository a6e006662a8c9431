#!/bin/sh
# Installs baro for this user: downloads the release's archive for this system, verifies its checksum, and puts the program
# into ~/.local/bin (or --dir DIR). Never asks for root. Run it again to update; --remove takes everything away.
#   curl -fsSL https://github.com/baro/baro/releases/latest/download/install.sh | sh
#   ... | sh -s -- --version v1.2.3 --dir ~/bin
set -eu

usage() {
  cat <<'TEXT'
Usage: install.sh [--dir DIR] [--version vX.Y.Z] [--target NAME] [--remove]
  --dir DIR        where the program goes (~/.local/bin)
  --version V      the release (the newest)
  --target NAME    the platform, like linux-x64-musl (this one)
  --remove         remove what an earlier call installed
BARO_DOWNLOADS names another place to download releases from.
TEXT
}

say() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$1" >&2
  [ -z "${2-}" ] || printf 'hint: %s\n' "$2" >&2
  exit 1
}

dir=${HOME:-}/.local/bin
version=
target=
remove=no
while [ $# -gt 0 ]; do
  case $1 in
    --dir | --version | --target)
      [ $# -ge 2 ] || fail "Cannot read $1: it needs a value" "See: install.sh --help"
      case $1 in
        --dir) dir=$2 ;;
        --version) version=$2 ;;
        --target) target=$2 ;;
      esac
      shift 2
      ;;
    --remove) remove=yes && shift ;;
    -h | --help) usage && exit 0 ;;
    *) fail "Cannot read \"$1\": it is not an option" "See: install.sh --help" ;;
  esac
done
case $dir in
  /.local/bin) fail "Cannot choose a folder: HOME is not set" "Name one with --dir" ;;
  /*) ;;
  *) dir=$(pwd)/$dir ;;
esac

if [ "$remove" = yes ]; then
  [ -e "$dir/baro" ] || fail "Cannot remove baro: there is no $dir/baro" "Name its folder with --dir"
  rm -f -- "$dir/baro" || fail "Cannot remove $dir/baro"
  say "Removed $dir/baro"
  say "Runs and settings stay in ${XDG_STATE_HOME:-$HOME/.local/state}/baro and ${XDG_CONFIG_HOME:-$HOME/.config}/baro"
  exit 0
fi

has() { command -v "$1" >/dev/null 2>&1; }

find_target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) fail "Cannot install: there is no release for a $machine processor" ;;
  esac
  case $system in
    Linux) os=linux ;;
    Darwin) os=darwin ;;
    *) fail "Cannot install: there is no release for $system" "On Windows use install.ps1" ;;
  esac
  # A shell that was translated by Rosetta says x86_64 on an ARM Mac.
  if [ "$os$cpu" = darwinx64 ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || echo 0)" = 1 ]; then cpu=arm64; fi
  target=$os-$cpu
  [ "$os" = linux ] || return 0
  if (ldd --version 2>&1 || true) | grep -qi musl; then
    target=$target-musl
    for library in /lib/libstdc++.so.6 /usr/lib/libstdc++.so.6; do
      [ ! -e "$library" ] || return 0
    done
    fail "Cannot install: baro needs libstdc++, which is not here" "On Alpine: apk add libstdc++"
  elif [ "$cpu" = x64 ] && [ -r /proc/cpuinfo ] && ! grep -qw avx2 /proc/cpuinfo; then
    target=$target-baseline
  fi
}
[ -n "$target" ] || find_target

case $version in
  '' | latest) place=latest/download ;;
  v[0-9]*) place=download/$version ;;
  [0-9]*) place=download/v$version ;;
  *) fail "Cannot install \"$version\": it is not a version" "Write it like v1.2.3" ;;
esac
from=${BARO_DOWNLOADS:-https://github.com/baro/baro/releases}/$place

fetch() {
  if has curl; then
    curl --fail --silent --show-error --location --retry 2 --output "$2" "$1"
  elif has wget; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "Cannot download: neither curl nor wget is here" "Install one of them"
  fi || fail "Cannot download $1" "Look at your connection, and whether the version exists"
}

sum_of() {
  if has sha256sum; then sum=$(sha256sum "$1"); else sum=$(shasum -a 256 "$1"); fi || fail "Cannot compute the checksum of $1"
  printf '%s' "${sum%% *}"
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/baro-install-XXXXXX") || fail "Cannot make a temporary folder in ${TMPDIR:-/tmp}"
part=
trap 'rm -rf -- "$scratch"; [ -z "$part" ] || rm -f -- "$part"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fetch "$from/manifest.json" "$scratch/manifest.json"
# One file a line: see the release's manifest.
row=$(grep "\"target\":\"$target\",\"format\":\"tar.gz\"" "$scratch/manifest.json") ||
  fail "Cannot install: the release has no file for $target"
field() { printf '%s' "$row" | sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p"; }
archive=$(field archive)
wanted=$(field sha256)
if [ -z "$archive" ] || [ -z "$wanted" ]; then fail "Cannot read the release's manifest" "Say so at https://github.com/baro/baro/issues"; fi

fetch "$from/$archive" "$scratch/$archive"
found=$(sum_of "$scratch/$archive")
[ "$found" = "$wanted" ] || fail "Cannot trust $archive: its checksum is $found and should be $wanted" "Try again; the download may be cut"
tar -xzf "$scratch/$archive" -C "$scratch" baro || fail "Cannot unpack $archive" "Is there room in ${TMPDIR:-/tmp}?"

mkdir -p -- "$dir" 2>/dev/null || fail "Cannot make $dir" "Name another folder with --dir"
part=$(mktemp "$dir/.baro-XXXXXX" 2>/dev/null) || fail "Cannot write to $dir" "Name another folder with --dir"
cp "$scratch/baro" "$part" 2>/dev/null || fail "Cannot write to $dir: is the disk full?" "Name another folder with --dir"
chmod 755 "$part"
told=$("$part" --version) || fail "Cannot start the program on this system" "Say so at https://github.com/baro/baro/issues"
mv -f -- "$part" "$dir/baro" || fail "Cannot put the program into $dir" "Name another folder with --dir"
part=
say "Installed $told in $dir/baro"
case ":${PATH:-}:" in
  *":$dir:"*) ;;
  *)
    say "$dir is not on your PATH. To put it there, add this line to your shell's profile:"
    say "  export PATH=\"$dir:\$PATH\""
    ;;
esac
say "Update: run this again. Remove: install.sh --remove. First look: baro demo"
