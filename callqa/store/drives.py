"""Whether a file lies on a network drive, where SQLite's locks are not to be trusted."""

from __future__ import annotations

import sys
from pathlib import Path

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "9p", "afpfs", "webdav", "davfs", "ncpfs"}
)

WINDOWS_REMOTE = 4
"""What ``GetDriveTypeW`` answers for a network drive."""


def network_file_system(path: Path, *, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Name the network file system that a path lies on; ``None`` for a local disk, or where the system does not tell."""
    full = path.absolute()
    if sys.platform == "win32":
        return _windows(full)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best = ("", "")
    for line in lines:
        fields = line.split()
        if len(fields) > 2:  # noqa: PLR2004 - device, place, kind
            place = fields[1].replace("\\040", " ")
            if full.is_relative_to(place) and len(place) >= len(best[0]):
                best = (place, fields[2])
    return best[1] if best[1] in NETWORK_FILE_SYSTEMS else None


def _windows(path: Path) -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415 - there only

    if path.drive.startswith("\\\\"):
        return "smb"
    return "smb" if ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == WINDOWS_REMOTE else None
