"""Tests the frozen application, not the source: ``python packaging/smoke.py [FOLDER]``.

On Linux as root, the steps (smoke_steps.py) run in namespaces of their own: repository and Python environment
are hidden, there is no network, the application lies in a read-only folder whose path has a blank and Chinese
letters, and programs run as the user nobody. Elsewhere they run as they are, and this is said.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import project

FRAME_BUFFER = "Xvfb_screen0"
"""The file in which Xvfb keeps its screen."""
_FOLDER = Path(__file__).parent
_STEPS = ("smoke_steps.py", "smoke_station.py", "smoke_window.py")
_HIDE = """
set -e
ip link set lo up 2>/dev/null || true
mkdir -p "$PLACE"
mount --bind "$APPLICATION" "$PLACE"
mount -o remount,bind,ro "$PLACE"
for folder in "$REPOSITORY" "$ENVIRONMENT"; do
  # The environment may lie in the repository, and is hidden with it.
  if [ -d "$folder" ]; then mount -t tmpfs -o ro none "$folder"; fi
done
cd /
exec "$@"
"""


def main() -> int:
    """Run the smoke test; its log and screenshots go beside the application."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("application", type=Path, nargs="?", default=project.application())
    return smoke(parser.parse_args().application.resolve())


def smoke(application: Path) -> int:
    """Return 0 if the application passes every step."""
    results = project.output_folder() / "smoke"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="saa-desktop-smoke-") as folder, screen(Path(folder)) as display:
        work = Path(folder)
        work.chmod(0o755)
        pack = work / "models.zip"
        here = {**os.environ, "PYTHONPATH": str(project.ROOT)}
        subprocess.run([sys.executable, _FOLDER / "smoke_pack.py", pack], env=here, check=True)
        options = [f"--version={project.version()}", f"--pack={pack}"]
        if display:
            options += [f"--screen={display}", f"--frame-buffer={work / FRAME_BUFFER}"]
        if sys.platform == "linux" and os.geteuid() == 0:
            command, environment = _hidden(application, work, options)
        else:
            print("Not root on Linux: repository, network and folder stay as they are in this smoke test.")
            command, environment = _steps(application, work, options), {}
        code = _run_and_log(command, os.environ | environment, results / "smoke.log")
        for picture in work.glob("*.xwd"):
            convert_screen(picture, results / f"{picture.stem}.png")
    return code


def _steps(application: Path, work: Path, options: list[str]) -> list[str | Path]:
    """Return the command that runs the steps, from copies of them in a folder that stays in sight."""
    first, *_ = [Path(shutil.copy(_FOLDER / name, work)) for name in _STEPS]
    # The environment's own interpreter may be out of sight.
    python = getattr(sys, "_base_executable", sys.executable)
    return [python, "-E", "-s", first, application, work / "home", *options]


def _hidden(application: Path, work: Path, options: list[str]) -> tuple[list[str | Path], dict[str, str]]:
    """Return the command that runs the steps behind walls, and the variables that it needs."""
    place = work / "质检 station" / project.TITLE
    steps = _steps(place, work, [*options, "--as-nobody"])
    places = {
        "PLACE": place,
        "APPLICATION": application,
        "REPOSITORY": project.ROOT,
        "ENVIRONMENT": Path(sys.prefix).resolve(),
    }
    command = ["unshare", "--mount", "--net", "--fork", "sh", "-c", _HIDE, "sh", *steps]
    return command, {name: str(path) for name, path in places.items()}


def _run_and_log(command: list[str | Path], environment: dict[str, str], log: Path) -> int:
    """Run a command, show its output as it comes, and write it to a file; return its exit code."""
    with (
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process,
        log.open("w", encoding="utf-8") as file,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            file.write(line)
    return process.returncode


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """Yield the name of an X11 screen that keeps its picture in a folder; "" where none can be had."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        print("Xvfb or xdotool is missing: the window is only started, not used.")
        yield ""
        return
    reading, writing = os.pipe()
    options = ["-screen", "0", "1440x900x24", "-nolisten", "tcp", "-fbdir", folder]
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *options], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def convert_screen(dump: Path, target: Path) -> None:
    """Turn a picture as X11 keeps it (XWD, 32 bits a pixel) into a PNG."""
    from PIL import Image  # noqa: PLC0415 - only where there was a screen

    data = dump.read_bytes()
    header = [int.from_bytes(data[at : at + 4], "big") for at in range(0, 100, 4)]
    start, width, height, line = header[0] + 12 * header[19], header[4], header[5], header[12]
    Image.frombuffer("RGB", (width, height), data[start:], "raw", "BGRX", line, 1).save(target)


if __name__ == "__main__":
    sys.exit(main())
