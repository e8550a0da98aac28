"""Static files, hashed at start-up and held in memory: a name never changes its bytes, so browsers keep it forever."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import Response
from starlette.exceptions import HTTPException

from app.settings import ROOT

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
SHEETS = ("main.css", "admin.css", "estimates.css")
_IMPORT = re.compile(r'@import "([a-z0-9/-]+\.css)" layer\(([a-z]+)\);')
_LAYERS = re.compile(r"@layer [a-z, ]+;")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND_BRACES = re.compile(r" ?([{};]) ?")


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    content: bytes
    media_type: str


class Assets:
    """The files of `static/`: CSS joined sheet by sheet in the order of its layers, the rest as they are."""

    def __init__(self, folder: Path = ROOT / "static") -> None:
        files = {sheet: join_css(folder / "css" / sheet).encode() for sheet in SHEETS}
        for path in sorted(folder.rglob("*")):
            if path.suffix in TYPES and path.suffix != ".css":
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
        self._by_source = {source: _hashed(source, content) for source, content in files.items()}
        self._by_name = {asset.name: asset for asset in self._by_source.values()}

    def path_of(self, source: str) -> str:
        """The URL of a file named as it lies in `static/` (or one of SHEETS)."""
        return f"/static/{self._by_source[source].name}"

    def paths(self) -> list[str]:
        """The URLs of all files."""
        return [f"/static/{name}" for name in self._by_name]

    def serve(self, name: str) -> Response:
        """The file with this hashed name; 404 for every other."""
        asset = self._by_name.get(name)
        if asset is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset.content, media_type=asset.media_type, headers=headers)


def join_css(sheet: Path) -> str:
    """The style sheet that this one describes: every import wrapped in its layer, comments and spaces dropped."""
    text = sheet.read_text(encoding="utf-8")
    layers = _LAYERS.search(text)
    parts = [layers[0] if layers else ""]
    for name, layer in _IMPORT.findall(text):
        css = _SPACE.sub(" ", _COMMENT.sub("", (sheet.parent / name).read_text(encoding="utf-8"))).strip()
        css = _AROUND_BRACES.sub(r"\1", css)
        parts.append(f"@layer {layer}{{{css}}}")
    return "\n".join(parts)


def _hashed(source: str, content: bytes) -> Asset:
    path = Path(source)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"{path.stem}.{digest}{path.suffix}", content, TYPES[path.suffix])
