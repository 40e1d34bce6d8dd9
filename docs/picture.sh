#!/usr/bin/env bash
# Makes docs/report.png again: runs README's first command and takes a picture of the top of its report, down to the scorecard. The four maps,
# which the report lays out in two rows, stand in one here, without the buttons and notes around them; nothing else is changed.
#
#   docs/picture.sh [FILE]
#
# Needs Chromium or Chrome: the first of chromium, chromium-browser and google-chrome that is on the PATH, or what BROWSER names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
picture=${1:-docs/report.png}
width=1200
browser=${BROWSER:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)} || {
    echo "there is no chromium, chromium-browser or google-chrome on the PATH: install one, or set BROWSER" >&2
    exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# browse SIZE OPTION...: opens the page in a window of that size.
browse() {
    "$browser" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
        --hide-scrollbars --user-data-dir="$folder/profile" --virtual-time-budget=5000 --window-size="$1" "${@:2}" "file://$folder/page.html" \
        2>>"$folder/log" || { cat "$folder/log" >&2; exit 4; }
}

command=$(grep -m 1 -E '^    submit/local.sh correct ' README.md)
bash -euo pipefail -c "${command/ out\/demo/ $folder/demo}"

# The page runs no script but its own; this copy has one more, which tells where the scorecard ends.
sed -e 's/script-src [^"]*/script-src '"'unsafe-inline'"'/' \
    -e 's|^</head>$|<style>#panels { display: grid; grid: repeat(3, auto) / auto-flow minmax(0, 1fr); gap: 0 1.25rem; } #panels .grid { gap: 0 .5rem; } #panels .legend { align-content: start; } #picture .note, .switch, .save { display: none; } figcaption { padding: 0; }</style>&|' \
    -e 's|^</body>$|<script>addEventListener("load", () => { document.body.dataset.end = Math.ceil(document.getElementById("scores").getBoundingClientRect().bottom); });</script>&|' \
    "$folder/demo/_atlasprox/report.html" >"$folder/page.html"
end=$(browse "$width,2000" --dump-dom | grep -o 'data-end="[0-9]*"' | tr -dc '0-9')
browse "$width,$((end + 16))" --force-device-scale-factor=1.25 --screenshot="$folder/picture.png"
mv "$folder/picture.png" "$picture"
echo "$picture: $width x $((end + 16)), $(wc -c <"$picture") bytes" >&2
