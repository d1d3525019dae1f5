"""Write a surface as glTF binary: whole numbers instead of fractions, packed by meshoptimizer.

KHR_mesh_quantization and EXT_meshopt_compression (version 0 of the vertex codec, 1 of the index codec).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

STEP_MM = 1 / 16
"""Positions are whole multiples of this."""

TURN_STEP = 1 / 32
POINTS, ELEMENTS = 34962, 34963  # what a buffer view is for: ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER
COMPONENT = {"i1": 5120, "i2": 5122, "u2": 5123, "u4": 5125, "f4": 5126}
PACKED = "EXT_meshopt_compression"
COPYRIGHT = (
    "Shape: MakeHuman hm08 base mesh, CC0 1.0 (Data Collection AB, Joel Palmius, Jonas Hauquier). "
    "Texture coordinates and poses: Dermatome Atlas, Apache-2.0."
)


@dataclass(frozen=True, eq=False)
class Shape:
    """What is written. positions: pose → (n, 3) mm, normals: pose → (n, 3), the resting pose first.

    uv: (n, 2), origin at the upper left; triangles: (m, 3).
    """

    positions: dict[str, np.ndarray]
    normals: dict[str, np.ndarray]
    uv: np.ndarray
    triangles: np.ndarray


def write_glb(path: Path, name: str, shape: Shape) -> None:
    """Write a shape into a file. Raises ValueError for one that is too large for whole numbers."""
    shape = _in_order(shape)
    buffer = _Buffer()
    rest, *targets = shape.positions
    base = _steps(shape.positions[rest])
    attributes = {
        "POSITION": buffer.vertices(base, bounds=True),
        "NORMAL": buffer.vertices(_bytes(shape.normals[rest]), normalized=True),
        "TEXCOORD_0": buffer.vertices(np.round(shape.uv * 65535).astype("<u2"), normalized=True),
    }
    moved = [
        {
            "POSITION": buffer.vertices(_steps(shape.positions[pose] - base * STEP_MM), bounds=True),
            "NORMAL": buffer.vertices(_turned(shape.normals[pose] - shape.normals[rest])),
        }
        for pose in targets
    ]
    primitive = {
        "attributes": attributes,
        "indices": buffer.indices(shape.triangles),
        "material": 0,
        "targets": moved,
    }
    document = {
        "asset": {
            "version": "2.0",
            "generator": "Dermatome Atlas, tools.build_assets",
            "copyright": COPYRIGHT,
        },
        "extensionsUsed": ["KHR_mesh_quantization", PACKED],
        "extensionsRequired": ["KHR_mesh_quantization", PACKED],
        "scene": 0,
        "scenes": [{"name": name, "nodes": [0]}],
        "nodes": [
            {"name": "dermatome-atlas", "scale": [0.001] * 3, "children": [1]},
            {"name": "body", "scale": [STEP_MM] * 3, "mesh": 0},
        ],
        "meshes": [
            {
                "name": name,
                "primitives": [primitive],
                "weights": [0] * len(targets),
                "extras": {"targetNames": targets},
            }
        ],
        "materials": [
            {"name": "skin", "pbrMetallicRoughness": {"metallicFactor": 0, "roughnessFactor": 0.8}}
        ],
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [
            {"byteLength": len(buffer.packed)},
            {"byteLength": buffer.plain, "extensions": {PACKED: {"fallback": True}}},
        ],
    }
    path.write_bytes(_container(document, bytes(buffer.packed)))


def _packer() -> Any:
    """meshoptimizer, which only the build has: without a compiler it cannot be installed."""
    return import_module("meshoptimizer")


class _Buffer:
    """Packed buffer views, one an attribute, and their accessors."""

    def __init__(self) -> None:
        self.packed, self.plain = bytearray(), 0
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def vertices(self, values: np.ndarray, normalized: bool = False, bounds: bool = False) -> int:
        """Add an attribute (n, 2 or 3); returns the number of its accessor."""
        pack = _packer()
        pack.encode_vertex_version(0)
        count, width = values.shape
        size = values.dtype.itemsize
        padded = np.zeros((count, -(-width * size // 4) * 4 // size), values.dtype)
        padded[:, :width] = values
        stride = padded.shape[1] * size
        self._view(pack.encode_vertex_buffer(padded), count, stride, "ATTRIBUTES", POINTS)
        accessor: dict[str, Any] = {
            "bufferView": len(self.views) - 1,
            "componentType": COMPONENT[values.dtype.str[1:]],
            "count": count,
            "type": f"VEC{width}",
        }
        if normalized:
            accessor["normalized"] = True
        if bounds:
            accessor |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def indices(self, triangles: np.ndarray) -> int:
        """Add the corners of triangles (m, 3); returns the number of their accessor."""
        pack = _packer()
        pack.encode_index_version(1)
        vertices = int(triangles.max()) + 1
        size = 2 if vertices <= 65535 else 4
        code = pack.encode_index_buffer(triangles.ravel().astype(np.uint32), triangles.size, vertices)
        self._view(code, triangles.size, size, "TRIANGLES", ELEMENTS)
        self.accessors.append(
            {
                "bufferView": len(self.views) - 1,
                "componentType": COMPONENT[f"u{size}"],
                "count": int(triangles.size),
                "type": "SCALAR",
            }
        )
        return len(self.accessors) - 1

    def _view(self, code: bytes, count: int, stride: int, mode: str, target: int) -> None:
        extension = {
            "buffer": 0,
            "byteOffset": len(self.packed),
            "byteLength": len(code),
            "byteStride": stride,
            "count": count,
            "mode": mode,
        }
        view = {"buffer": 1, "byteOffset": self.plain, "byteLength": count * stride, "target": target}
        if mode == "ATTRIBUTES":
            view["byteStride"] = stride
        self.views.append(view | {"extensions": {PACKED: extension}})
        self.packed += code + b"\0" * (-len(code) % 4)
        self.plain += -(-count * stride // 4) * 4


def _in_order(shape: Shape) -> Shape:
    """The same shape, its triangles and vertices in the order a graphics card and the packing like best."""
    pack = _packer()
    count = len(shape.uv)
    triangles = np.zeros(shape.triangles.size, np.uint32)
    pack.optimize_vertex_cache(triangles, shape.triangles.ravel().astype(np.uint32), triangles.size, count)
    remap = np.zeros(count, np.uint32)
    pack.optimize_vertex_fetch_remap(remap, triangles, triangles.size, count)
    order = np.argsort(remap)
    return Shape(
        {pose: of[order] for pose, of in shape.positions.items()},
        {pose: of[order] for pose, of in shape.normals.items()},
        shape.uv[order],
        remap[triangles].reshape(-1, 3).astype(np.int64),
    )


def _steps(mm: np.ndarray) -> np.ndarray:
    steps = np.round(mm / STEP_MM)
    if np.abs(steps).max() > 32767:
        raise ValueError(f"{np.abs(mm).max():.0f} mm is too far from the origin for steps of {STEP_MM} mm")
    return steps.astype("<i2")


def _turned(change: np.ndarray) -> np.ndarray:
    """Changes of a direction (n, 3). They reach 2, so bytes will not do; rounded floats pack as well."""
    return (np.round(change / TURN_STEP) * TURN_STEP).astype("<f4")


def _bytes(directions: np.ndarray) -> np.ndarray:
    return np.round(directions * 127).astype("i1")


def _container(document: dict[str, Any], content: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    chunks = [(b"JSON", text), (b"BIN\0", content)]
    body = b"".join(len(data).to_bytes(4, "little") + kind + data for kind, data in chunks)
    return b"glTF" + (2).to_bytes(4, "little") + (12 + len(body)).to_bytes(4, "little") + body
