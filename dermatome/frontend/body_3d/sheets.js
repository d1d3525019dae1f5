/* The pictures of labels on the graphics processor, two bytes a texel in place of the four that a picture is drawn with:
 * which pair of regions it tells, the one here and the nearest other, of the few hundred there are (ten bits), and the
 * steps to their border (six). Nothing is lost by it. The graphics processor packs: what a page reads back from a canvas
 * some browsers blur on purpose. */

import { COARSE, FAR, FINE, ROLES, UNPACKED } from "./shader.js";

/** Pairs that a picture may have. */
export const MOST_PAIRS = 1024;

const AT = `
void main() { gl_Position = vec4(position, 1.); }`;
const PACK = `
uniform sampler2D picture, order;
void main() {
  ivec3 texel = ivec3(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb * 255. + .5);
  ivec2 pair = ivec2(texelFetch(order, texel.yx, 0).rg * 255. + .5);
  int steps = texel.z <= ${FINE} ? texel.z : texel.z == 255 ? ${FAR} : min(${FAR - 1}, ${FINE} + (texel.z - ${FINE} + ${COARSE / 2}) / ${COARSE});
  gl_FragColor = vec4(float(pair.x), float(pair.y << 6 | steps), 0., 255.) / 255.;
}`;
const READ = `
uniform sampler2D picture;
uniform int row;
${UNPACKED}
void main() {
  ivec2 code = codeAt(picture, ivec2(gl_FragCoord.xy));
  gl_FragColor = vec4(pairOf(code, row), stepsOf(code), 255.) / 255.;
}`;

/** The table that turns a pair of regions, 256 × the one here + the other, into its number: two bytes each.
 * @param {number[]} pairs */
export function orderOf(pairs) {
  const order = new Uint8Array(256 * 256 * 2);
  pairs.forEach((pair, i) => order.set([i & 255, i >> 8], pair * 2));
  return order;
}

/** And back: a row of MOST_PAIRS for each picture that lies on a body.
 * @param {(number[] | undefined)[]} all the pairs of each */
export function tableOf(all) {
  const table = new Uint8Array(MOST_PAIRS * all.length * 2);
  all.forEach((pairs, row) => pairs?.forEach((pair, i) => table.set([pair >> 8, pair & 255], (row * MOST_PAIRS + i) * 2)));
  return table;
}

export class Sheets {
  /** @type {any} */
  all;
  /** @type {any} */
  three;
  /** @type {any} */
  renderer;
  /** @type {any} */
  uniforms;
  /** @type {?object} what was asked for last */
  call = null;

  /** @param {any} three the library
   * @param {any} renderer
   * @param {any} uniforms those of the skin */
  constructor(three, renderer, uniforms) {
    Object.assign(this, { three, renderer, uniforms });
    this.packed = new Map(); // address → its render target
    this.asked = new Map(); // address → the promise of it
    const { ShaderMaterial } = three;
    const made = (fragmentShader, more) => new ShaderMaterial({ vertexShader: AT, fragmentShader: `precision highp int;${fragmentShader}`,
      uniforms: { picture: { value: null }, ...more }, depthTest: false, depthWrite: false });
    this.pack = made(PACK, { order: { value: null } });
    this.unpack = made(READ, { row: { value: 0 }, pairs: uniforms.pairs });
  }

  /* A table of two bytes an entry. */
  table(data, width, height) {
    const { DataTexture, RGFormat } = this.three;
    return Object.assign(new DataTexture(data, width, height, RGFormat), { unpackAlignment: 1, needsUpdate: true });
  }

  /** The picture at an address, packed; ``pairs`` are all that it has. */
  async of(address, pairs) {
    if (!this.asked.has(address)) this.asked.set(address, this.fetched(address, pairs));
    try {
      return await this.asked.get(address);
    } finally {
      this.asked.delete(address);
    }
  }

  async fetched(address, pairs) {
    if (this.packed.has(address)) return this.packed.get(address);
    const answer = await fetch(address);
    if (!answer.ok) throw Object.assign(new Error(address), { status: answer.status });
    const bitmap = await createImageBitmap(await answer.blob(), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    if (this.disposed) return null;
    const { NearestFilter, NoColorSpace, RGFormat, Texture, WebGLRenderTarget } = this.three;
    const plain = { minFilter: NearestFilter, magFilter: NearestFilter, generateMipmaps: false, colorSpace: NoColorSpace };
    const picture = Object.assign(new Texture(bitmap), { ...plain, flipY: false, needsUpdate: true, onUpdate: () => bitmap.close() });
    const order = this.table(orderOf(pairs), 256, 256);
    const target = new WebGLRenderTarget(bitmap.width, bitmap.height, { ...plain, format: RGFormat, depthBuffer: false });
    Object.assign(this.pack.uniforms, { picture: { value: picture }, order: { value: order } });
    this.fill(target, this.pack);
    for (const each of [picture, order]) each.dispose();
    this.packed.set(address, target);
    return target;
  }

  /* Draw into all of a target. */
  fill(target, material) {
    const { BufferAttribute, BufferGeometry, Mesh, PerspectiveCamera, Scene } = this.three;
    this.all ||= new BufferGeometry().setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.renderer.setRenderTarget(target);
    this.renderer.render(new Scene().add(Object.assign(new Mesh(this.all, material), { frustumCulled: false })), new PerspectiveCamera());
    this.renderer.setRenderTarget(null);
  }

  /** The texels of the picture in a role (ROLES), four bytes each: the region, the next one, steps; and a plain byte. */
  read(role) {
    const { NearestFilter, WebGLRenderTarget } = this.three;
    const { image: { width, height } } = this.uniforms[role].value;
    const target = new WebGLRenderTarget(width, height, { minFilter: NearestFilter, magFilter: NearestFilter, depthBuffer: false });
    Object.assign(this.unpack.uniforms, { picture: this.uniforms[role], row: { value: ROLES.indexOf(role) } });
    this.fill(target, this.unpack);
    const texels = new Uint8Array(width * height * 4);
    this.renderer.readRenderTargetPixels(target, 0, 0, width, height, texels);
    target.dispose();
    return { texels, width, height };
  }

  /** Put pictures on the body, role → {address, pairs}, and free those that lie on it no more; false where others were
   * wanted meanwhile. */
  async lay(wanted) {
    const call = (this.call = {});
    const roles = Object.keys(wanted);
    const targets = await Promise.all(roles.map((role) => this.of(wanted[role].address, wanted[role].pairs)));
    if (this.disposed || this.call !== call) return false;
    for (const role of ROLES) this.uniforms[role].value = (targets[roles.indexOf(role)] || targets[roles.indexOf("ground")]).texture;
    const rows = ROLES.map((role) => (wanted[role] || wanted.ground).pairs);
    this.uniforms.pairs.value?.dispose();
    this.uniforms.pairs.value = this.table(tableOf(rows), MOST_PAIRS, ROLES.length);
    for (const [address, target] of this.packed) {
      if (targets.includes(target)) continue;
      target.dispose();
      this.packed.delete(address);
    }
    return true;
  }

  dispose() {
    this.disposed = true;
    for (const target of this.packed.values()) target.dispose();
    this.uniforms.pairs.value?.dispose();
    for (const each of [this.pack, this.unpack, this.all]) each?.dispose();
  }
}
