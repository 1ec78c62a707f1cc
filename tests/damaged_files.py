"""Writes damaged and hostile image files, the same ones for the same seed."""

import io
import pickle
import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

SUFFIXES = ("png", "jpg", "bmp", "tif", "webp")
_CUTS = 10
_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURES = {
    "png": _PNG,
    "jpg": b"\xff\xd8\xff\xe0",
    "bmp": b"BM",
    "tif": b"II*\x00",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
}
TOO_LARGE = 60_000


def write_damaged_files(folder: Path, count: int = 200, seed: int = 0) -> list[Path]:
    """Write ``count`` files of which none can be decoded, and return their paths."""
    generator = random.Random(seed)
    contents = [
        *_cut_files(generator),
        *_foreign_files(),
        *_bombs(),
        *_damaged_tiffs(),
        *_damaged_pngs(generator),
    ]
    while len(contents) < count:
        suffix = generator.choice(SUFFIXES)
        contents.append((f"garbage.{suffix}", _SIGNATURES[suffix] + generator.randbytes(500)))
    return _write(folder, contents[:count])


def write_flipped_files(folder: Path, count: int = 200, seed: int = 0) -> list[Path]:
    """Write ``count`` images with a few bits turned over, some of which may still be decoded."""
    generator = random.Random(seed)
    originals = list(valid_files().items())
    contents = []
    for _ in range(count):
        name, data = generator.choice(originals)
        flipped = bytearray(data)
        reach = generator.choice([60, len(data)])
        for _ in range(generator.choice([1, 3, 20])):
            flipped[generator.randrange(min(reach, len(data)))] ^= 1 << generator.randrange(8)
        contents.append((name, bytes(flipped)))
    return _write(folder, contents)


def valid_files() -> dict[str, bytes]:
    """Return small images that can be decoded: name and content."""
    rows, columns = np.mgrid[0:64, 0:80]
    grey = ((rows * 3 + columns * 2) % 256).astype(np.uint8)
    rgb = np.dstack([grey, grey.T.copy().reshape(64, 80), 255 - grey])
    return {
        "rgb.png": _saved(rgb, "PNG"),
        "deep.png": imagecodecs.png_encode(rgb.astype(np.uint16) * 257),
        "palette.png": _saved(rgb, "PNG", palette=True),
        "baseline.jpg": _saved(rgb, "JPEG"),
        "progressive.jpg": _saved(rgb, "JPEG", progressive=True),
        "rgb.bmp": _saved(rgb, "BMP"),
        "plain.tif": _tiff(rgb, photometric="rgb"),
        "tiled.tif": _tiff(rgb, photometric="rgb", compression="deflate", tile=(32, 32), predictor=True),
        "pages.tif": _tiff(np.stack([grey, grey.copy()]), photometric="minisblack", compression="lzw"),
        "lossy.webp": _saved(rgb, "WEBP"),
        "lossless.webp": _saved(rgb, "WEBP", lossless=True),
    }


def _write(folder: Path, contents: list[tuple[str, bytes]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, (name, data) in enumerate(contents):
        path = folder / f"{number:03d} {name}"
        path.write_bytes(data)
        paths.append(path)
    return paths


def _saved(rgb: np.ndarray, kind: str, *, palette: bool = False, **options: object) -> bytes:
    image = Image.fromarray(rgb)
    file = io.BytesIO()
    (image.quantize(64) if palette else image).save(file, kind, **options)
    return file.getvalue()


def _tiff(pixels: np.ndarray, **options: object) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, pixels, **options)
    return file.getvalue()


def _cut_files(generator: random.Random) -> Iterator[tuple[str, bytes]]:
    for name, data in valid_files().items():
        for _ in range(_CUTS):
            yield f"cut {name}", data[: generator.randrange(1, int(0.95 * len(data)))]
        yield f"no signature {name}", bytes(12) + data[12:]


def _foreign_files() -> Iterator[tuple[str, bytes]]:
    gif = io.BytesIO()
    Image.new("L", (8, 8)).save(gif, "GIF")
    for suffix in SUFFIXES:
        yield f"empty.{suffix}", b""
        yield f"text.{suffix}", "这不是图像 – not an image\n".encode() * 20
        yield f"zeros.{suffix}", bytes(1000)
    yield "gif.png", gif.getvalue()
    yield "pickle.jpg", pickle.dumps({"a": [1, 2, 3]})
    yield "page.jpg", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "archive.tif", b"PK\x03\x04" + bytes(200)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, depth: int = 8, kind: int = 2) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    return _PNG + header + _chunk(b"IDAT", zlib.compress(bytes(10_000))) + _chunk(b"IEND", b"")


def _bombs() -> Iterator[tuple[str, bytes]]:
    """Yield small files whose headers declare gigabytes, or no pixels at all."""
    for width, height in ((TOO_LARGE, TOO_LARGE), (2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (0, 10), (10, 0)):
        yield "bomb.png", _png(width, height)
        yield "deep bomb.png", _png(width, height, 16, 6)
        yield "bomb.bmp", _bmp(width, height)
        yield "bomb.tif", tiff_bytes(width=width, height=height)
    for content in (bytes(4000), zlib.compress(bytes(100_000))):
        yield "promise.png", _png(9000, 9000)[:60] + content
    jpeg = bytearray(valid_files()["baseline.jpg"])
    struct.pack_into(">HH", jpeg, jpeg.find(b"\xff\xc0") + 5, 65_500, 65_500)
    yield "bomb.jpg", bytes(jpeg)
    canvas = (2**24 - 1).to_bytes(3, "little")
    yield "canvas.webp", _riff(b"VP8X", bytes(4) + canvas + canvas)
    yield "lossless bomb.webp", _riff(b"VP8L", b"\x2f" + struct.pack("<I", 2**28 - 1) + bytes(20))
    yield "lossy bomb.webp", _riff(b"VP8 ", b"\x10\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(20))
    yield "nothing.webp", _riff(b"VP8?", bytes(20))
    yield "tile bomb.tif", tiff_bytes(tile=(2**30, 2**30))
    yield "wide tile.tif", tiff_bytes(tile=(TOO_LARGE, TOO_LARGE))
    yield "jpeg bomb.tif", tiff_bytes(content=bytes(jpeg), compression=7, photometric=6, samples=3)
    yield "channel bomb.tif", tiff_bytes(samples=65_535)
    yield "deflate bomb.tif", tiff_bytes(content=zlib.compress(bytes(50_000_000)), compression=8, bits=7)


def _bmp(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 1000, 0, 0, 54) + header + bytes(1000)


def _riff(kind: bytes, content: bytes) -> bytes:
    body = b"WEBP" + kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff_bytes(
    *,
    width: int = 16,
    height: int = 16,
    content: bytes = bytes(768),
    compression: int = 1,
    photometric: int = 2,
    samples: int = 3,
    bits: int = 8,
    tile: tuple[int, int] | None = None,
    byte_count: int | None = None,
    following: int = 0,
) -> bytes:
    """Return a TIFF file with one directory at byte 8, as its tags ask, whether they make sense or not."""
    tags = {256: width, 257: height, 258: bits, 259: compression, 262: photometric, 277: samples}
    offset_tag, count_tag = (324, 325) if tile else (273, 279)
    if tile:
        tags |= {322: tile[1], 323: tile[0]}
    else:
        tags |= {278: height}
    start = 8 + 2 + 12 * (len(tags) + 2) + 4
    tags |= {offset_tag: start, count_tag: len(content) if byte_count is None else byte_count}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
    head = b"II*\x00" + struct.pack("<IH", 8, len(tags))
    return head + entries + struct.pack("<I", following) + content


def _damaged_tiffs() -> Iterator[tuple[str, bytes]]:
    yield "circle.tif", tiff_bytes(following=8)
    yield "next page outside.tif", tiff_bytes(following=10**9)
    yield "strip outside.tif", tiff_bytes(byte_count=10**9)
    yield "no strip.tif", tiff_bytes(byte_count=0)
    yield "strip too short.tif", tiff_bytes(content=bytes(700))
    yield "first page outside.tif", b"II*\x00" + struct.pack("<I", 10**9) + bytes(100)
    yield "no page.tif", b"II*\x00" + bytes(100)
    yield "too many tags.tif", b"II*\x00" + struct.pack("<IH", 8, 65_535) + bytes(12 * 65_535 + 4)
    yield "too many pages.tif", _tiff_chain(20_000)
    yield "unknown compression.tif", tiff_bytes(compression=34_712)
    yield "unknown colours.tif", tiff_bytes(photometric=32_803, samples=1)
    yield "odd depth.tif", tiff_bytes(bits=77)
    yield "big endless.tif", b"II+\x00\x08\x00\x00\x00" + struct.pack("<QQQ", 16, 0, 16)
    damaged = bytearray(_tiff(np.zeros((64, 64, 3), np.uint8), photometric="rgb", compression="deflate"))
    damaged[-40:] = bytes(40)
    yield "damaged strip.tif", bytes(damaged)


def _tiff_chain(pages: int) -> bytes:
    """Return a TIFF file of directories without tags, each of which points at the next."""
    directories = (struct.pack("<HI", 0, 8 + 6 * (page + 1)) for page in range(pages))
    return b"II*\x00" + struct.pack("<I", 8) + b"".join(directories) + bytes(6)


def _damaged_pngs(generator: random.Random) -> Iterator[tuple[str, bytes]]:
    for name in ("rgb.png", "deep.png"):
        data = valid_files()[name]
        start = data.find(b"IDAT") + 4
        for _ in range(5):
            flipped = bytearray(data)
            flipped[generator.randrange(start, len(data) - 20)] ^= 1 << generator.randrange(8)
            yield f"flipped {name}", bytes(flipped)
    animation = _chunk(b"acTL", bytes(8)) * 2 + _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**7)))
    yield "half an animation.png", _png(70, 70)[:33] + animation
