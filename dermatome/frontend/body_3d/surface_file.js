/* The surface with its regions by name, for other tools: fetched when it is asked for. */

import { _ } from "../base/words.js";
import { glbOf } from "./glb.js";
import { cut, labeller, reader, regionOf } from "./regions.js";

const METRES = 0.001;
const COPYRIGHT = "Shape: MakeHuman hm08 base mesh, CC0 1.0 (Data Collection AB, Joel Palmius, Jonas Hauquier). Texture coordinates, poses and regions: Dermatome Atlas, Apache-2.0.";

/** @param {any} solid see solid.js; its mesh is cut as it is @returns {Blob} */
export function surfaceFile({ body, payload }) {
  const { geometry: { index, attributes, morphAttributes }, matrix: { elements }, morphTargetDictionary } = body.mesh;
  const uvs = Array.from({ length: attributes.uv.count }, (_each, i) => [attributes.uv.getX(i), attributes.uv.getY(i)]);
  const { added, pieces } = cut(index.array, uvs, labeller(payload, (role) => reader(body.sheets.read(role))));
  const scale = elements[0] * METRES; // the mesh is scaled, and not turned
  const arrayOf = (attribute, size, valueOf) => {
    const read = (i) => Array.from({ length: size }, (_axis, axis) => attribute.getComponent(i, axis));
    const found = new Float32Array((uvs.length + added.length) * size);
    uvs.forEach((_uv, i) => found.set(valueOf(read(i)), i * size));
    added.forEach((shares, k) => {
      const mean = shares.reduce((sum, [i, share]) => read(i).map((value, axis) => sum[axis] + share * value), Array(size).fill(0));
      found.set(valueOf(mean), (uvs.length + k) * size);
    });
    return found;
  };
  const scaled = (vector) => vector.map((value) => value * scale);
  const unit = (vector) => vector.map((value) => value / (Math.hypot(...vector) || 1));
  const targets = Object.entries(morphTargetDictionary).sort(([, a], [, b]) => a - b).map(([name, i]) => [name, {
    POSITION: arrayOf(morphAttributes.position[i], 3, scaled), NORMAL: arrayOf(morphAttributes.normal[i], 3, (vector) => vector) }]);
  return glbOf({
    name: payload.full_title,
    attributes: { POSITION: arrayOf(attributes.position, 3, scaled), NORMAL: arrayOf(attributes.normal, 3, unit), TEXCOORD_0: arrayOf(attributes.uv, 2, (uv) => uv) },
    targets: /** @type {any} */ (targets),
    pieces: [...pieces].sort(([a], [b]) => a - b).map(([label, corners]) => {
      const { name, colour, regions } = regionOf(payload, label);
      return { name, colour, extras: { map: payload.full_title, regions }, corners };
    }),
    asset: { generator: "Dermatome Atlas", copyright: COPYRIGHT, extras: { map: payload.full_title, note: _("For education only: not a diagnostic tool.") } },
  });
}
