#!/usr/bin/env python3
"""Makes fragmented.ntfs.xz: a volume whose files need attribute lists, resident and not. Needs root, FUSE and ntfs-3g.

The volume is filled to the last cluster with small files; every second one goes, and what is written into the holes has a
run for each. Some hundred runs do not fit into one file record, nor do sixty long names.
"""

import lzma
import os
import pathlib
import subprocess
import tempfile

OUT = pathlib.Path(__file__).with_name("fragmented.ntfs.xz")


def fill(path, line, size):
    """Writes numbered blocks until there are size bytes or no more room."""
    with open(path, "wb", buffering=0) as file:
        for number in range(size // 512):
            try:
                file.write(b"%-512s" % (b"%s %d\n" % (line, number)))
            except OSError:
                return


def tree(root):
    windows = root / "Windows"
    many = windows / "many"
    many.mkdir(parents=True)
    names = windows / "names.txt"
    names.write_text("main")
    for i in range(60):
        os.link(names, windows / f"name {i:02} {'0' * 80}")
    filler = root / "filler"
    filler.mkdir()
    count = 0
    try:
        while True:
            (filler / str(count)).write_bytes(bytes(1000))
            count += 1
    except OSError:
        pass
    for i in range(0, count, 2):
        (filler / str(i)).unlink()
    fill(windows / "large-list.bin", b"large", 4_000_000)
    for i in range(1, count, 2):
        (filler / str(i)).unlink()
    filler.joinpath(str(count)).unlink(missing_ok=True)
    for i in range(150):
        (many / f"entry {i:04} of a directory with an index of its own").touch()
    filler.rmdir()


with tempfile.TemporaryDirectory() as work:
    volume, mount = os.path.join(work, "volume"), os.path.join(work, "mount")
    os.mkdir(mount)
    with open(volume, "wb") as file:
        file.truncate(7 << 20)
    subprocess.run(["mkntfs", "-q", "-F", "-c", "512", "-L", "FRAGMENTED", volume], check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["ntfs-3g", volume, mount], check=True)
    try:
        tree(pathlib.Path(mount))
    finally:
        subprocess.run(["umount", mount], check=True)
    subprocess.run(["ntfswipe", "-f", "-u", "-m", "-b", "0", volume], check=True, stdout=subprocess.DEVNULL)
    OUT.write_bytes(lzma.compress(pathlib.Path(volume).read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(OUT.name, OUT.stat().st_size, "bytes")
