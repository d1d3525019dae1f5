/* Writes a surface as a file that other tools read (binary glTF 2.0): plain numbers, nothing compressed, metres. */

const [FLOAT, UNSIGNED, VERTICES, CORNERS] = [5126, 5125, 34962, 34963];
const WIDE = { VEC3: 3, VEC2: 2, SCALAR: 1 };

const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);

/**
 * @param {object} surface
 * @param {Record<string, Float32Array>} surface.attributes POSITION, NORMAL, TEXCOORD_0
 * @param {[string, Record<string, Float32Array>][]} surface.targets name → how POSITION and NORMAL differ there
 * @param {{ name: string, colour: number[], extras: any, corners: number[] }[]} surface.pieces each a material of its own
 * @param {string} surface.name
 * @param {any} surface.asset what the file says of itself
 * @returns {Blob}
 */
export function glbOf({ attributes, targets, pieces, name, asset }) {
  const parts = [], bufferViews = [], accessors = [];
  let length = 0;
  const add = (array, type, target) => {
    bufferViews.push({ buffer: 0, byteOffset: length, byteLength: array.byteLength, target });
    parts.push(array);
    length += array.byteLength; // all of four bytes: nothing has to be filled in
    const number = { bufferView: bufferViews.length - 1, componentType: array instanceof Float32Array ? FLOAT : UNSIGNED, count: array.length / WIDE[type], type };
    return accessors.push(number) - 1;
  };
  const vertices = (of) => Object.fromEntries(Object.entries(of).map(([key, array]) => {
    const found = add(array, key === "TEXCOORD_0" ? "VEC2" : "VEC3", VERTICES);
    if (key === "POSITION") Object.assign(accessors[found], boundsOf(array));
    return [key, found];
  }));
  const shared = { attributes: vertices(attributes), targets: targets.map(([, of]) => vertices(of)) };
  const primitives = pieces.map(({ corners }, material) => ({ ...shared, indices: add(Uint32Array.from(corners), "SCALAR", CORNERS), material }));
  const json = {
    asset: { version: "2.0", ...asset },
    scene: 0,
    scenes: [{ name, nodes: [0] }],
    nodes: [{ name, mesh: 0 }],
    meshes: [{ name, primitives, weights: targets.map(() => 0), extras: { targetNames: targets.map(([each]) => each) } }],
    materials: pieces.map((piece) => ({ name: piece.name, extras: piece.extras,
      pbrMetallicRoughness: { baseColorFactor: [...piece.colour.map(linear), 1], metallicFactor: 0, roughnessFactor: 0.8 } })),
    accessors,
    bufferViews,
    buffers: [{ byteLength: length }],
  };
  const text = new TextEncoder().encode(JSON.stringify(json));
  const padded = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20);
  padded.set(text);
  const head = Uint32Array.of(0x46546c67, 2, 12 + 8 + padded.length + 8 + length, padded.length, 0x4e4f534a);
  return new Blob([head, padded, Uint32Array.of(length, 0x004e4942), .../** @type {any[]} */ (parts)], { type: "model/gltf-binary" });
}

function boundsOf(array) {
  const min = [Infinity, Infinity, Infinity], max = [-Infinity, -Infinity, -Infinity];
  array.forEach((value, i) => {
    min[i % 3] = Math.min(min[i % 3], value);
    max[i % 3] = Math.max(max[i % 3], value);
  });
  return { min, max };
}
