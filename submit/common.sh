# What the scripts of this folder share, and source: where the program lies, which Java runs it, which names of files it can tell.
# shellcheck shell=bash
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
jar="$home/target/atlasprox.jar"

# refuse MESSAGE: ends with the exit code of wrong usage.
refuse() {
    echo "${0##*/}: $1" >&2
    exit 2
}

# major_version JAVA: such as 17, or 8; a JDK's own file tells it ten times as quickly as java does.
major_version() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$(dirname "$(readlink -f "$1")")/../release" 2>/dev/null) || true
    [[ -n "$version" ]] || version=$("$1" -version 2>&1 | sed -n 's/^[a-z]* version "\([^"]*\)".*/\1/p') || true
    version=${version#1.}
    echo "${version%%[!0-9]*}"
}

# The java that Spark takes too: that of JAVA_HOME, or else the one on the PATH. Newer ones have taken away what Hadoop calls.
require_java() {
    local found wanted="Spark 4 runs on Java 17 to 21: install one of these, and set JAVA_HOME to its folder"
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    command -v "$java" >/dev/null || refuse "there is no java${JAVA_HOME:+ in JAVA_HOME, $JAVA_HOME}; $wanted"
    found=$(major_version "$(command -v "$java")")
    [[ -n "$found" ]] || refuse "$(command -v "$java") does not tell its version; $wanted"
    [[ "$found" -ge 17 && "$found" -le 21 ]] || refuse "$(command -v "$java") is Java $found; $wanted"
}

# Under a locale of ASCII alone, such as C, Java cannot tell other names of files, and shows other letters as question marks.
allow_any_name() {
    local language
    case $(locale charmap 2>/dev/null) in
        ANSI_X3.4-1968 | US-ASCII)
            for language in C.UTF-8 en_US.UTF-8; do
                if [[ $(env LC_ALL=$language locale charmap 2>/dev/null) == UTF-8 ]]; then
                    export LC_ALL=$language
                    return
                fi
            done
            ;;
    esac
}

build() {
    echo "building $jar" >&2
    command -v mvn >/dev/null || refuse "there is no mvn to build it with; install Maven 3.8 or later"
    # A jar that Maven was still at would be taken for a whole one later.
    (trap 'rm -f "$jar"' EXIT && cd "$home" && mvn -q -B -Dmaven.test.skip -Dspotless.check.skip package && trap - EXIT) >&2
}
