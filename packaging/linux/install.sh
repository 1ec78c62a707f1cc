#!/bin/sh
# Installs SAA Desktop for one user, without root: ./install.sh [--prefix DIR]
# Takes it away again, and leaves the user's data alone: ./install.sh --uninstall [--prefix DIR]
set -eu

prefix="$HOME/.local"
action=install
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) prefix=$2; shift 2 ;;
    --uninstall) action=uninstall; shift ;;
    *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
  esac
done
case "$prefix" in
  /*) ;;
  *) prefix="$PWD/$prefix" ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
application="$prefix/opt/saa-desktop"
entry="$prefix/share/applications/saa-desktop.desktop"
icons="$prefix/share/icons/hicolor"

remove() {
  rm -rf "$application" "$application.new"
  rm -f "$prefix/bin/saa-desktop" "$prefix/bin/saa-desktop-gui" "$entry"
  rm -f "$icons"/*/apps/saa-desktop.png "$icons/scalable/apps/saa-desktop.svg"
  refresh_menu
}

refresh_menu() {
  update-desktop-database "$prefix/share/applications" 2>/dev/null || true
}

if [ "$action" = uninstall ]; then
  remove
  echo "SAA Desktop is removed. Results, settings, profiles and models of its users are still there."
  exit 0
fi

# The old version goes only when the new one has been copied whole.
mkdir -p "$prefix/opt" "$prefix/bin" "$prefix/share/applications"
rm -rf "$application.new"
cp -R "$here/saa-desktop" "$application.new"
rm -rf "$application"
mv "$application.new" "$application"
for name in saa-desktop saa-desktop-gui; do
  ln -sf "$application/$name" "$prefix/bin/$name"
done
mkdir -p "$icons"
cp -R "$here/icons/." "$icons/"
# The entry's syntax wants quotes around a path with blanks.
program=$(printf '%s' "$application/saa-desktop-gui" | sed 's/[&|\\]/\\&/g')
sed "s|^TryExec=.*|TryExec=$program|; s|@PROGRAM@|\"$program\"|; s|@ICON@|saa-desktop|" \
  "$here/saa-desktop.desktop" > "$entry"
refresh_menu

echo "SAA Desktop is installed in $application."
echo "Start it from the menu, or with $prefix/bin/saa-desktop-gui"
