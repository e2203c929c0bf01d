#!/bin/sh
# Stands in for AppImage's runtime in trial packages: it unpacks what follows it instead of mounting it.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT INT TERM
tail -c +"$(($(grep -abom1 '^#END$' "$0" | cut -d: -f1) + 6))" "$0" > "$folder/image" || exit 1
unsquashfs -quiet -no-progress -dest "$folder/app" "$folder/image" > /dev/null || exit 1
rm "$folder/image"
APPIMAGE=$(readlink -f "$0") APPDIR="$folder/app" "$folder/app/AppRun" "$@"
exit $?
#END
