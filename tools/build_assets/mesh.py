"""The 3D skin surface: read the base mesh, shape a neutral adult, pose it, subdivide it.

Units: millimetres. Axes: x to the patient's left, y up, z to the front.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

MM_PER_UNIT = 100.0  # the base mesh is in decimetres

# Parts of the body by the bone that moves them; the first matching prefix wins, anything else is the head.
SEGMENTS = ("head", "neck", "trunk", "shoulder", "upper_arm", "forearm", "hand", "thigh", "leg", "foot")
_SEGMENT_OF_BONE = (
    ("upperarm", "upper_arm"),
    ("lowerarm", "forearm"),
    ("wrist", "hand"),
    ("finger", "hand"),
    ("metacarpal", "hand"),
    ("upperleg", "thigh"),
    ("lowerleg", "leg"),
    ("foot", "foot"),
    ("toe", "foot"),
    ("neck", "neck"),
    ("clavicle", "shoulder"),
    ("shoulder", "shoulder"),
    ("spine", "trunk"),
    ("breast", "trunk"),
    ("pelvis", "trunk"),
    ("root", "trunk"),
)


@dataclass(frozen=True, eq=False)
class Unfolding:
    """The skin of one step of subdivision, on the body and laid out flat.

    quads: (m, 4) vertex numbers of the body; flat_quads: (m, 4) the numbers of their places in its `flat`.
    """

    quads: np.ndarray
    flat_quads: np.ndarray


@dataclass(frozen=True, eq=False)
class Body:
    """A labelled-surface-to-be.

    poses: name → (n, 3) vertex positions, mm; `anatomical` is the one in which every rule is written.
    weights: (n, len(SEGMENTS)), rows sum to 1. triangles: (m, 3). joints: name → (3,) mm, anatomical pose.
    eye: (n,) 1 on the eyeballs. flat: (k, 2) places of the skin laid out flat, 0…1, y up, none over another.
    unfoldings: one a step of subdivision, the base mesh first; vertices of a coarse one keep their numbers.
    """

    poses: dict[str, np.ndarray]
    weights: np.ndarray
    triangles: np.ndarray
    joints: dict[str, np.ndarray]
    eye: np.ndarray
    flat: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    unfoldings: tuple[Unfolding, ...] = ()


def build_body(data: Path, levels: int = 2) -> Body:
    """The shaped, posed and `levels` times subdivided body from the folder of the base mesh."""
    vertices, faces, groups_of_faces, flat, flat_faces = _read_obj(data / "3dobjs" / "base.obj")
    groups = _vertex_groups(data)
    vertices = _symmetrise(_neutral_adult(vertices, data), data)
    rig = json.loads((data / "rigs/standard/rig.default.json").read_text())
    weights = json.loads((data / "rigs/standard/weights.default.json").read_text())["weights"]
    skeleton = _Skeleton(vertices, rig, weights, groups)

    poses, joints = {}, {}
    for name, rotations in pose_rotations(skeleton).items():
        posed, heads = skeleton.skin(vertices, rotations)
        poses[name] = posed
        if name == "anatomical":
            joints = heads

    eyes = {"helper-l-eye", "helper-r-eye"}
    keep = [i for i, g in enumerate(groups_of_faces) if g == "body" or g in eyes]
    quads, flat_quads = (_quads([of[i] for i in keep]) for of in (faces, flat_faces))
    segment = np.zeros((len(vertices), len(SEGMENTS)))
    for bone, pairs in weights.items():
        if pairs:
            pairs = np.array(pairs)
            np.add.at(segment[:, SEGMENTS.index(_segment_of(bone))], pairs[:, 0].astype(int), pairs[:, 1])
    eye = np.zeros((len(vertices), 1))
    for name in eyes:
        index = groups[name]
        eye[index] = 1
        segment[index] = np.eye(len(SEGMENTS))[0]

    used = np.unique(quads)
    renumber = -np.ones(len(vertices), int)
    renumber[used] = np.arange(len(used))
    quads = renumber[quads]
    unfoldings = [Unfolding(quads, flat_quads)]
    arrays = [segment[used], eye[used], *(p[used] for p in poses.values())]
    for step in range(levels):
        quads, arrays = _catmull_clark(quads, arrays)
        # Smoothed as the body is: a coarse triangle then carries the skin of the fine ones it stands for.
        before = flat_quads
        flat_quads, (flat,) = _catmull_clark(flat_quads, [flat])
        if step == levels - 1:
            flat = straight_rim(before, flat)
        unfoldings.append(Unfolding(quads, flat_quads))
    segment, eye, *positions = arrays
    triangles = in_triangles(quads)
    proper = (
        (triangles[:, 0] != triangles[:, 1])
        & (triangles[:, 1] != triangles[:, 2])
        & (triangles[:, 0] != triangles[:, 2])
    )
    return Body(
        poses={name: p * MM_PER_UNIT for name, p in zip(poses, positions, strict=True)},
        weights=segment / np.maximum(segment.sum(1, keepdims=True), 1e-9),
        triangles=triangles[proper],
        joints={name: p * MM_PER_UNIT for name, p in joints.items()},
        eye=eye[:, 0],
        flat=flat,
        unfoldings=tuple(unfoldings),
    )


def in_triangles(quads: np.ndarray) -> np.ndarray:
    """The quads (m, 4) as triangles (2 m, 3): first the first halves, then the second ones."""
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


# --- reading -----------------------------------------------------------------------------------------


def _read_obj(
    path: Path,
) -> tuple[np.ndarray, list[list[int]], list[str], np.ndarray, list[list[int]]]:
    """Vertices (n, 3), faces, the group of each face, places on the unfolded skin (k, 2), faces of these."""
    vertices, faces, groups, group, flat, flat_faces = [], [], [], "", [], []
    for line in path.read_text().splitlines():
        if line.startswith("v "):
            vertices.append([float(v) for v in line.split()[1:4]])
        elif line.startswith("vt "):
            flat.append([float(v) for v in line.split()[1:3]])
        elif line.startswith("g "):
            group = line.split()[1]
        elif line.startswith("f "):
            corners = [corner.split("/") for corner in line.split()[1:]]
            faces.append([int(corner[0]) - 1 for corner in corners])
            flat_faces.append([int(corner[1]) - 1 for corner in corners if len(corner) > 1 and corner[1]])
            groups.append(group)
    return np.array(vertices), faces, groups, np.array(flat), flat_faces


def _quads(faces: list[list[int]]) -> np.ndarray:
    return np.array([f if len(f) == 4 else [*f, f[-1]] for f in faces])


def _vertex_groups(data: Path) -> dict[str, np.ndarray]:
    ranges = json.loads((data / "mesh_metadata/basemesh_vertex_groups.json").read_text())
    return {k: np.concatenate([np.arange(a, b + 1) for a, b in v]) for k, v in ranges.items()}


def _read_target(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """A morph target: vertex numbers (k,) and offsets (k, 3). Some average targets are empty files."""
    with gzip.open(path, "rt") as lines:
        rows = [line.split() for line in lines if line.strip() and line[0] != "#"]
    index = np.array([int(r[0]) for r in rows], int)
    offset = np.array([[float(v) for v in r[1:4]] for r in rows], float).reshape(-1, 3)
    return index, offset


# --- shape -------------------------------------------------------------------------------------------

MALE = 0.62  # share of the male shape: a body read as neither; the chest stays flat and modest


def _neutral_adult(vertices: np.ndarray, data: Path) -> np.ndarray:
    targets: list[tuple[str, float]] = []
    for sex, share in (("male", MALE), ("female", 1 - MALE)):
        for ancestry in ("african", "asian", "caucasian"):
            targets.append((f"macrodetails/{ancestry}-{sex}-young", share / 3))
        targets.append((f"macrodetails/universal-{sex}-young-averagemuscle-averageweight", share))
        targets.append(
            (
                f"macrodetails/proportions/{sex}-young-averagemuscle-averageweight-idealproportions",
                share * 0.6,
            )
        )
    targets.append(("breast/female-young-averagemuscle-averageweight-mincup-averagefirmness", 1 - MALE))
    shaped = vertices.copy()
    for name, share in targets:
        index, offset = _read_target(data / "targets" / f"{name}.target.gz")
        shaped[index] += share * offset
    return shaped


def _symmetrise(vertices: np.ndarray, data: Path) -> np.ndarray:
    """Average each vertex with its mirror twin, so that left and right are exact mirror images."""
    twin = np.arange(len(vertices))
    for line in (data / "mesh_metadata/hm08.mirror").read_text().splitlines():
        parts = line.split()
        if len(parts) >= 2 and parts[0].isdigit():
            a, b = int(parts[0]), int(parts[1])
            twin[a], twin[b] = b, a
    return 0.5 * (vertices + vertices[twin] * [-1, 1, 1])


# --- pose --------------------------------------------------------------------------------------------


def rotation(axis: np.ndarray, radians: float) -> np.ndarray:
    """The (3, 3) matrix that turns about `axis` (3,), of any length, by the right-hand rule."""
    axis = axis / np.linalg.norm(axis)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + np.sin(radians) * cross + (1 - np.cos(radians)) * cross @ cross


def align(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The (3, 3) matrix of the smallest rotation that turns direction a (3,) into direction b (3,)."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    return np.eye(3) if sine < 1e-9 else rotation(axis, float(np.arctan2(sine, a @ b)))


def twist(a: np.ndarray, b: np.ndarray, axis: np.ndarray) -> float:
    """Signed angle in radians about `axis` from a to b, both projected off the axis; all (3,)."""
    axis = axis / np.linalg.norm(axis)
    a, b = a - axis * (a @ axis), b - axis * (b @ axis)
    return float(np.arctan2(np.cross(a, b) @ axis, a @ b))


def _segment_of(bone: str) -> str:
    return next((segment for prefix, segment in _SEGMENT_OF_BONE if bone.lower().startswith(prefix)), "head")


class _Skeleton:
    """Bones of the rig with the joints of this body; linear blend skinning."""

    def __init__(self, vertices: np.ndarray, rig: dict, weights: dict, groups: dict[str, np.ndarray]) -> None:
        self.parent = {bone: spec["parent"] for bone, spec in rig.items()}
        self.weights = {bone: np.array(pairs) for bone, pairs in weights.items() if pairs and bone in rig}
        self.cube = {
            k.removeprefix("joint-"): vertices[v].mean(0) for k, v in groups.items() if k.startswith("joint-")
        }
        self.head = {bone: self._place(spec["head"], vertices, groups) for bone, spec in rig.items()}
        self.order: list[str] = []
        for bone in rig:
            self._visit(bone)

    @staticmethod
    def _place(spec: dict, vertices: np.ndarray, groups: dict[str, np.ndarray]) -> np.ndarray:
        match spec["strategy"]:
            case "CUBE":
                return vertices[groups[spec["cube_name"]]].mean(0)
            case "VERTEX":
                return vertices[spec["vertex_index"]]
            case "MEAN":
                return vertices[spec["vertex_indices"]].mean(0)
        raise ValueError(f"unknown bone strategy {spec['strategy']!r} in the rig")

    def _visit(self, bone: str) -> None:
        if bone in self.order:
            return
        if self.parent[bone]:
            self._visit(self.parent[bone])
        self.order.append(bone)

    def skin(
        self, vertices: np.ndarray, own: dict[str, np.ndarray]
    ) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Pose the vertices. `own` gives the global rotation of some bones; the others follow their parent.

        Also returns the posed joint centres: rig joints by bone name, helper cubes by cube name.
        """
        turn: dict[str, np.ndarray] = {}
        head: dict[str, np.ndarray] = {}
        for bone in self.order:
            up = self.parent[bone]
            turn[bone] = own.get(bone, turn[up] if up else np.eye(3))
            head[bone] = (
                self.head[bone] if not up else turn[up] @ (self.head[bone] - self.head[up]) + head[up]
            )
        posed, total = np.zeros_like(vertices), np.zeros(len(vertices))
        for bone, pairs in self.weights.items():
            index, weight = pairs[:, 0].astype(int), pairs[:, 1]
            moved = (vertices[index] - self.head[bone]) @ turn[bone].T + head[bone]
            posed[index] += weight[:, None] * moved
            total[index] += weight
        loose = total < 1e-6
        posed[~loose] /= total[~loose, None]
        posed[loose] = vertices[loose]
        return posed, head | self._posed_cubes(turn, head)

    def _posed_cubes(self, turn: dict[str, np.ndarray], head: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        follow = {"foot": "foot", "toe": "foot", "ankle": "lowerleg02", "knee": "upperleg02", "hand": "wrist"}
        cubes = {}
        for name, at in self.cube.items():
            bone = next(
                (f"{b}.{name[0].upper()}" for k, b in follow.items() if name[2:].startswith(k)), "root"
            )
            cubes[f"joint-{name}"] = turn[bone] @ (at - self.head[bone]) + head[bone]
        return cubes


def _unit(*v: float) -> np.ndarray:
    a = np.array(v, float)
    return a / np.linalg.norm(a)


def pose_rotations(s: _Skeleton) -> dict[str, dict[str, np.ndarray]]:
    """Global bone rotations of each pose: pose → bone → (3, 3) matrix.

    anatomical: arms a little off the trunk, palms to the front. arm-forward: for the lateral views, so that
    the arm does not hide the flank and the armpit shows. lithotomy: for the view of the perineum.
    """
    return {
        "anatomical": _arms(s, upper=(np.sin(np.radians(19)), -np.cos(np.radians(19)), 0.0),
                            fore=(np.sin(np.radians(22)), -np.cos(np.radians(22)), 0.03),
                            flexor_side=(0, 0, 1), thumb_side=(1, 0, 0)),
        "arm-forward": _arms(s, upper=(0.12, -0.42, 0.90), fore=(0.10, -0.30, 0.95),
                             flexor_side=(0, 1, 0.3), thumb_side=(1, 0, 0)),
        "lithotomy": _legs(s, flexion=58, abduction=48),
    }  # fmt: skip


def _arms(s: _Skeleton, upper, fore, flexor_side, thumb_side) -> dict[str, np.ndarray]:
    turn: dict[str, np.ndarray] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        mirror = np.array([sign, 1.0, 1.0])

        def joint(name: str, side: str = side) -> np.ndarray:
            return s.cube[f"{side.lower()}-{name}"]

        shoulder, elbow, wrist = joint("shoulder"), joint("elbow"), joint("hand")
        index, middle, little = joint("finger-2-1"), joint("finger-3-1"), joint("finger-5-1")
        to_upper, to_fore = _unit(*upper) * mirror, _unit(*fore) * mirror

        swing = align(elbow - shoulder, to_upper)
        bend = swing @ (wrist - elbow)
        roll = twist(bend, np.array(flexor_side) * mirror, to_upper)
        # The twist is spread along the bones, as skin does, so that the shoulder does not wring.
        turn[f"upperarm01.{side}"] = rotation(to_upper, roll * 0.4) @ swing
        turn[f"upperarm02.{side}"] = rotation(to_upper, roll * 0.8) @ swing
        straight = align(turn[f"upperarm02.{side}"] @ (wrist - elbow), to_fore) @ turn[f"upperarm02.{side}"]
        roll = twist(straight @ (index - little), np.array(thumb_side) * mirror, to_fore)
        turn[f"lowerarm01.{side}"] = rotation(to_fore, roll * 0.35) @ straight
        turn[f"lowerarm02.{side}"] = rotation(to_fore, roll * 0.75) @ straight
        hand = rotation(to_fore, roll) @ straight
        hand = align(hand @ (middle - wrist), to_fore) @ hand
        turn[f"wrist.{side}"] = hand

        across = hand @ (index - little)
        normal = np.cross(across, to_fore)
        normal /= np.linalg.norm(normal)
        for finger in range(1, 6):
            for phalanx in (1, 2, 3):
                bone = f"finger{finger}-{phalanx}.{side}"
                if finger == 1:
                    turn[bone] = hand
                    continue
                now = hand @ (joint(f"finger-{finger}-{phalanx + 1}") - s.head[bone])
                now /= np.linalg.norm(now)
                flat = now - normal * (now @ normal) * 0.8  # nearly straight fingers, a little relaxed
                flat /= np.linalg.norm(flat)
                spread = np.radians({2: 5, 3: 0, 4: -5, 5: -10}[finger])
                fan = rotation(normal, spread) @ to_fore
                fan -= normal * (fan @ normal)
                fan /= np.linalg.norm(fan)
                turn[bone] = align(now, 0.35 * flat + 0.65 * (fan + normal * (flat @ normal))) @ hand
    return turn


def _legs(s: _Skeleton, flexion: float, abduction: float) -> dict[str, np.ndarray]:
    """Thighs raised and apart. The trunk keeps its place; knees follow the thigh."""
    turn: dict[str, np.ndarray] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        full = rotation(np.array([0, 1.0, 0]), sign * np.radians(abduction)) @ rotation(
            np.array([1.0, 0, 0]), -np.radians(flexion)
        )
        half = rotation(np.array([0, 1.0, 0]), sign * np.radians(abduction) * 0.6) @ rotation(
            np.array([1.0, 0, 0]), -np.radians(flexion) * 0.75
        )
        turn[f"upperleg01.{side}"] = half
        turn[f"upperleg02.{side}"] = full
    return turn


# --- subdivision -------------------------------------------------------------------------------------


def straight_rim(quads: np.ndarray, finer: np.ndarray) -> np.ndarray:
    """Places laid out flat, one step of subdivision on, the new ones of the rim moved to the edges before.

    quads: (m, 4) before that step; finer: (n, 2) after it. Labels are found by the finest places and shown
    by the edges of a coarser step: between the two the halves of a seam would not meet, and a border that
    runs along it would have gaps.
    """
    edges, _, uses = _edges(quads)
    rim = np.nonzero(uses == 1)[0]
    rim = rim[edges[rim, 0] != edges[rim, 1]]  # a triangle has its last corner twice
    straight = finer.copy()
    straight[len(finer) - len(quads) - len(edges) + rim] = finer[edges[rim]].mean(1)
    return straight


def _edges(quads: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The edges (k, 2) of quads (m, 4), the edge of each side (4 m,), and how many sides each is (k,)."""
    half = np.stack([quads, np.roll(quads, -1, 1)], -1).reshape(-1, 2)
    edges, edge_of, uses = np.unique(np.sort(half, 1), axis=0, return_inverse=True, return_counts=True)
    return edges, edge_of.reshape(-1), uses


def _catmull_clark(quads: np.ndarray, arrays: list[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """One Catmull-Clark step as a linear operator, applied alike to positions and to weights.

    quads: (m, 4) vertex numbers, a triangle with its last corner twice. arrays: (n, c), one row a vertex.
    Returns 4 m quads and the arrays of the old vertices (moved), then of the edges, then of the faces.
    """
    n, m = len(arrays[0]), len(quads)
    edges, edge_of, uses = _edges(quads)
    k = len(edges)
    face_of = np.repeat(np.arange(m), 4)
    face_point = sparse.csr_matrix((np.full(m * 4, 0.25), (face_of, quads.ravel())), shape=(m, n))
    rim = uses != 2
    middle = sparse.csr_matrix(
        (np.full(k * 2, 0.5), (np.repeat(np.arange(k), 2), edges.ravel())), shape=(k, n)
    )
    beside = sparse.csr_matrix((np.full(m * 4, 0.5), (edge_of, face_of)), shape=(k, m))
    edge_point = sparse.diags(np.where(rim, 1, 0.5)) @ middle + sparse.diags(np.where(rim, 0, 0.5)) @ (
        beside @ face_point
    )
    valence = np.bincount(quads.ravel(), minlength=n)
    on_rim = np.zeros(n, bool)
    on_rim[edges[rim].ravel()] = True
    touch_face = sparse.csr_matrix((np.ones(m * 4), (quads.ravel(), face_of)), shape=(n, m))
    touch_edge = sparse.csr_matrix(
        (np.ones(k * 2), (edges.ravel(), np.repeat(np.arange(k), 2))), shape=(n, k)
    )
    v = np.maximum(valence, 1).astype(float)
    inner = (
        sparse.diags(1 / v**2) @ (touch_face @ face_point)
        + sparse.diags(2 / v**2) @ (touch_edge @ middle)
        + sparse.diags((v - 3) / v)
    )
    rims = edges[rim]
    outer = sparse.csr_matrix(
        (np.full(len(rims) * 2, 0.125), (np.r_[rims[:, 0], rims[:, 1]], np.r_[rims[:, 1], rims[:, 0]])),
        shape=(n, n),
    ) + sparse.diags(np.full(n, 0.75))
    vertex_point = sparse.diags((~on_rim).astype(float)) @ inner + sparse.diags(on_rim.astype(float)) @ outer
    out = [np.vstack([vertex_point @ a, edge_point @ a, face_point @ a]) for a in arrays]
    q = edge_of.reshape(m, 4)
    centre = n + k + np.arange(m)
    return np.concatenate(
        [np.stack([quads[:, i], n + q[:, i], centre, n + q[:, i - 1]], 1) for i in range(4)]
    ), out
