/* The body in the round on a canvas: one mesh, one draw call, drawn when something has changed and not otherwise. */

import { assetUrl, loadThree } from "../base/assets.js";
import { Marks } from "./marks.js";
import { Places, POSES } from "./places.js";
import { ASKED, asked, COUNTED, HEIGHT, skin, told } from "./shader.js";
import { Sheets } from "./sheets.js";
import { between, distanceOf, sizeAt } from "./stands.js";
import { Surface } from "./surface.js";

const FOV = 24;
const STEP_MS = 450; // from one stand to another
const REST_MS = 140; // without a change before names are written
const ASK_MS = 4; // from one look whether a picture is drawn to the next
const FINE_AT = 1.7; // nearer than so many times the usual distance the fine mesh is seen
const FINE_MM = 1.2; // and where a pixel shows less than so many millimetres
const ROUND = Math.PI * 2;
const TURN_MS = 14_000;

/** A context to draw with, or null where the browser has none. */
export function contextOn(canvas) {
  try {
    return canvas.getContext("webgl2", { antialias: true, alpha: true, powerPreference: "high-performance" });
  } catch {
    return null;
  }
}

export class Body {
  /** @type {any} */
  materials;
  /** @type {any} */
  mesh;
  /** @type {any} */
  wide;
  /** @type {any} */
  single;
  /** @type {number} */
  width;
  /** @type {number} */
  height;
  /** @type {boolean} */
  lost;
  /** @type {Places} */
  places;
  /** @type {?Surface} */
  unfolded = null;

  /** @param {any} three the library
   * @param {HTMLCanvasElement} canvas
   * @param {WebGL2RenderingContext} context
   * @param {{ drawn(): void, rested(): void, moved(): void }} listener */
  constructor(three, canvas, context, listener) {
    this.three = three;
    this.canvas = canvas;
    this.listener = listener;
    this.renderer = new three.WebGLRenderer({ canvas, context, antialias: true });
    this.renderer.outputColorSpace = three.LinearSRGBColorSpace || "srgb-linear"; // colours are as they are told
    this.renderer.setClearAlpha(0);
    this.scene = new three.Scene();
    this.camera = new three.PerspectiveCamera(FOV, 1, 60, 12_000);
    this.camera.position.set(0, 0, 4500);
    this.controls = new three.OrbitControls(this.camera, canvas);
    Object.assign(this.controls, { zoomToCursor: true, minDistance: 160, maxDistance: 8000, rotateSpeed: 0.75 });
    this.controls.addEventListener("change", () => {
      this.invalidate();
      this.listener.moved();
    });
    this.weights = [0, 0];
    this.calls = 0;
    this.grown = 1; // how many times as broad as usual lines and marks are
    this.materials = this.makeMaterials();
    this.sheets = new Sheets(three, this.renderer, this.materials.uniforms);
    this.marks = new Marks(three, this.materials.uniforms, POSES);
    this.scene.add(this.marks.points);
    this.spot = this.makeSpot();
  }

  static async load(canvas, context, payload, listener) {
    const three = await loadThree(payload.three);
    const body = new Body(three, canvas, context, listener);
    body.places = new Places(body, payload.projections);
    await Promise.all([body.loadMesh(payload.mesh, payload.v), body.setSheets(payload)]);
    return body;
  }

  async loadMesh(path, v) {
    const { GLTFLoader, MeshoptDecoder, Mesh } = this.three;
    const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
    const { scene } = await loader.loadAsync(assetUrl(path, v));
    /** @type {any} */
    let found;
    scene.traverse((node) => { if (node.isMesh) found = node; });
    if (this.disposed) return;
    const mesh = new Mesh(found.geometry, this.materials.skin);
    mesh.applyMatrix4(found.matrix); // whole numbers to millimetres
    mesh.frustumCulled = false;
    mesh.morphTargetInfluences = [...this.weights];
    mesh.morphTargetDictionary = found.morphTargetDictionary;
    if (this.mesh) {
      this.scene.remove(this.mesh);
      this.mesh.geometry.dispose();
    }
    this.mesh = mesh;
    this.scene.add(mesh);
    this.invalidate();
  }

  /** Where the skin of its mesh lies: see surface.js. */
  get surface() {
    if (this.unfolded?.mesh !== this.mesh) this.unfolded = new Surface(this.mesh, POSES);
    return this.unfolded;
  }

  makeMaterials() {
    const { ShaderMaterial, DataTexture, Vector2, Vector3 } = this.three;
    const palette = new DataTexture(new Uint8Array(256 * HEIGHT * 4), 256, HEIGHT);
    const uniforms = {
      ground: { value: null }, over: { value: null }, nerve: { value: null }, palette: { value: palette }, pairs: { value: null },
      reach: { value: 4000 }, mm_per_step: { value: 0.1 }, told_mm: { value: 6 }, fine_mm: { value: 3.6 }, mm_per_px: { value: 1 }, ratio: { value: 1 }, hovered: { value: 0 },
      fade: { value: new Vector2(1, 1) }, paper: { value: new Vector3() }, ink: { value: new Vector3() },
      border: { value: new Vector3() }, contour: { value: new Vector3() }, skin: { value: new Vector3() }, asked: { value: 0 },
      ...Object.fromEntries(COUNTED.map((name) => [name, { value: null }])),
      painted: { value: null }, paint: { value: new Vector3() }, place: { value: new Vector2() },
    };
    const made = (shader) => new ShaderMaterial({ defines: {}, ...shader, uniforms });
    // Of a triangle seen edge-on the depth between two places of a pixel may be far off, and one of the mouth or of an eye
    // show through the cheek as a speck: each is as far back as its depth changes within a pixel.
    const painted = Object.assign(made(skin), { polygonOffset: true, polygonOffsetFactor: 1 });
    return { skin: painted, asked: made(asked), told: made(told), uniforms, palette };
  }

  /* A picture of one pixel, filled with one place of the unfolded skin. */
  makeSpot() {
    const { Scene, Mesh, BufferGeometry, BufferAttribute } = this.three;
    const filled = new BufferGeometry().setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const spot = Object.assign(new Mesh(filled, this.materials.told), { frustumCulled: false });
    return new Scene().add(spot);
  }

  /** Take the pictures of a map. */
  async setSheets({ sheets, colours, mm_per_step, told_mm, v }) {
    const wanted = Object.entries(sheets).map(([role, { picture, pairs }]) => [role, { address: assetUrl(picture, v), pairs }]);
    if (!await this.sheets.lay(Object.fromEntries(wanted))) return;
    const { uniforms } = this.materials;
    const defines = { ...(sheets.over ? { OVER: 1 } : {}), ...(sheets.nerve ? { NERVE: 1 } : {}), ...(sheets.map0 ? { COUNTED: 1 } : {}) };
    this.define({ OVER: undefined, NERVE: undefined, COUNTED: undefined, ...defines });
    uniforms.mm_per_step.value = mm_per_step;
    uniforms.told_mm.value = told_mm;
    for (const name of ["paper", "ink", "border", "contour", "skin"]) {
      uniforms[name].value.fromArray([1, 3, 5].map((i) => parseInt(colours[name].slice(i, i + 2), 16) / 255));
    }
    this.invalidate();
  }

  define(more) {
    const { skin: painted, asked: numbered, told: named } = this.materials;
    for (const material of [painted, numbered, named]) {
      const defines = JSON.parse(JSON.stringify({ ...material.defines, ...more }));
      if (JSON.stringify(defines) !== JSON.stringify(material.defines)) Object.assign(material, { defines, needsUpdate: true });
    }
  }

  /** Lay paint on the skin: a picture of it unfolded, and three bytes. */
  setPaint(canvas, colour) {
    const { painted, paint } = this.materials.uniforms;
    if (painted.value?.image !== canvas) {
      painted.value?.dispose();
      const texture = new this.three.Texture(canvas);
      painted.value = Object.assign(texture, { flipY: false, minFilter: texture.magFilter, generateMipmaps: false });
    }
    painted.value.needsUpdate = true;
    paint.value.fromArray(colour.map((byte) => byte / 255));
    this.define({ PAINTED: 1 });
    this.invalidate();
  }

  /** @param {any[]} marks see marks.js
   * @param {number[]} ink three bytes */
  setMarks(marks, ink) {
    this.marks.set(marks, ink, this.weights);
    this.invalidate();
  }

  setPalette(palette) {
    const { image } = this.materials.palette;
    image.data.set(palette);
    this.materials.palette.needsUpdate = true;
    this.invalidate();
  }

  set hovered(number) {
    if (this.materials.uniforms.hovered.value === number) return;
    this.materials.uniforms.hovered.value = number;
    this.invalidate();
  }

  /** How strongly the root and the nerve laid over it are drawn, 0 to 1. */
  fade(root, nerve) {
    this.materials.uniforms.fade.value.set(root, nerve);
    this.invalidate();
  }

  resize(width, height, ratio = Math.min(devicePixelRatio, 2)) {
    Object.assign(this, { width, height });
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.invalidate();
  }

  /* ---- drawing ----------------------------------------------------------------------------- */

  invalidate() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    if (this.disposed || !this.mesh || !this.width) return;
    const { uniforms } = this.materials;
    const distance = this.camera.position.distanceTo(this.controls.target);
    uniforms.mm_per_px.value = this.mmPerPx / this.renderer.getPixelRatio();
    uniforms.reach.value = distance;
    uniforms.ratio.value = this.renderer.getPixelRatio() * this.grown;
    this.renderer.render(this.scene, this.camera);
    this.calls = this.renderer.info.render.calls;
    this.triangles = this.renderer.info.render.triangles;
    this.listener.drawn();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.listener.rested(), REST_MS);
  }

  /** Wait until the last picture is drawn: where the processor draws it, whatever else is done meanwhile takes from that. */
  async drawn() {
    const context = this.renderer.getContext();
    const done = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
    context.flush();
    while (done && !this.disposed && context.clientWaitSync(done, 0, 0) === context.TIMEOUT_EXPIRED) {
      await new Promise((later) => setTimeout(later, ASK_MS));
    }
    context.deleteSync(done);
  }

  /** Draw at once, at a size of its own, and hand the canvas to ``use`` before the next frame. */
  async pictured(width, height, use) {
    const before = [this.width, this.height];
    const scale = Math.max(1, height / this.height); // lines and marks keep their share of the picture
    this.resize(width / scale, height / scale, scale);
    this.draw();
    const result = await use(this.canvas);
    this.resize(...before);
    this.draw();
    return result;
  }

  /** Nearer than usual, and in a large picture, the fine mesh is worth its size; resolves when it is there.
   * @param {number} [mm] what a pixel of the picture shows, where it is not that of the page */
  refine(path, v, mm = this.mmPerPx / this.renderer.getPixelRatio()) {
    const near = this.camera.position.distanceTo(this.controls.target) <= 4200 / FINE_AT;
    if (!this.fine && (near || mm < FINE_MM)) this.fine = this.loadMesh(path, v).catch(() => { this.fine = null; });
    return this.fine;
  }

  /* ---- what lies under a point ------------------------------------------------------------- */

  /** The numbers of the regions under a point of the canvas and its place (surface.js), null beside the body. */
  at(x, y) {
    if (!this.mesh || this.lost) return null;
    const [across, down] = [(x / this.width) * 2 - 1, 1 - (y / this.height) * 2];
    this.camera.updateMatrixWorld();
    const [from, to] = [-1, 1].map((deep) => new this.three.Vector3(across, down, deep).unproject(this.camera).toArray());
    const place = this.surface.hit(from, to, this.weights);
    return place && { ...this.labelsOf(place), place };
  }

  /* The numbers of the regions at a place. Its pixel is asked and not that of its triangle: where the place lies near the
   * edge of that, the graphics processor, which counts in parts of a pixel, may take it for the next one's. */
  labelsOf({ uv }) {
    const { WebGLRenderTarget, NearestFilter } = this.three;
    this.single ||= new WebGLRenderTarget(1, 1, { minFilter: NearestFilter, magFilter: NearestFilter });
    this.materials.uniforms.place.value.fromArray(uv);
    const [ground, , over] = this.read(this.single, ASKED.label, this.spot, this.camera);
    return { ground, over };
  }

  /** Work out where the skin lies, and how to ask, before anybody points at it. */
  ready() {
    for (const weights of [this.weights, ...POSES.map((pose) => this.weightsOf(pose))]) this.surface.standing(weights);
    this.labelsOf({ uv: [0, 0] });
  }

  /** Where a point of the posed body is on the canvas, null beside it or behind the eye. */
  onScreen(at) {
    const { x, y, z } = new this.three.Vector3(...at).project(this.camera);
    if (Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) > 1) return null;
    return { x: ((x + 1) / 2) * this.width, y: ((1 - y) / 2) * this.height };
  }

  /** The numbers of the regions in the picture, in so many columns and rows from below; four bytes each. */
  numbers(width, height, which = ASKED.label, camera = this.camera) {
    const { WebGLRenderTarget, NearestFilter } = this.three;
    if (this.wide?.width !== width || this.wide.height !== height) {
      this.wide?.dispose();
      this.wide = new WebGLRenderTarget(width, height, { minFilter: NearestFilter, magFilter: NearestFilter });
    }
    this.mesh.material = this.materials.asked;
    const { visible } = this.marks.points;
    this.marks.points.visible = false;
    const numbers = this.read(this.wide, which, this.scene, camera);
    this.mesh.material = this.materials.skin;
    this.marks.points.visible = visible;
    return numbers;
  }

  read(target, which, scene, camera) {
    this.materials.uniforms.asked.value = which;
    this.renderer.setRenderTarget(target);
    this.renderer.clear();
    this.renderer.render(scene, camera);
    const numbers = new Uint8Array(target.width * target.height * 4);
    this.renderer.readRenderTargetPixels(target, 0, 0, target.width, target.height, numbers);
    this.renderer.setRenderTarget(null);
    return numbers;
  }

  /* ---- where it is seen from --------------------------------------------------------------- */

  get toward() {
    const { position } = this.camera;
    const { x, y, z } = position.clone().sub(this.controls.target).normalize();
    return [x, y, z];
  }

  /** Millimetres of skin at the point looked at that a pixel of the page shows. */
  get mmPerPx() {
    return (2 * this.camera.position.distanceTo(this.controls.target) * Math.tan((FOV * Math.PI) / 360)) / this.height;
  }

  /** Where it stands now; the pose is for who set it to tell. */
  get seen() {
    const { position } = this.camera;
    const { target } = this.controls;
    return { toward: this.toward, centre: target.toArray(), size: sizeAt(position.distanceTo(target), FOV, this.width / this.height) };
  }

  /** Go to a stand, true on arrival; at once where the reader wants no motion. */
  stand(stand, gently = true) {
    const from = { toward: this.toward, target: this.controls.target.toArray(), weights: [...this.weights],
      distance: this.camera.position.distanceTo(this.controls.target) };
    const to = { target: stand.centre, weights: this.weightsOf(stand.pose),
      distance: distanceOf(stand, FOV, this.width / this.height) };
    const mixed = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
    return this.animate(gently ? STEP_MS : 0, (t) => {
      const eased = t * t * (3 - 2 * t);
      this.pose(mixed(from.weights, to.weights, eased));
      this.look(between(from.toward, stand.toward, eased), mixed(from.target, to.target, eased),
        from.distance + (to.distance - from.distance) * eased);
    });
  }

  weightsOf(pose) {
    const weights = [0, 0];
    const which = this.mesh?.morphTargetDictionary?.[pose];
    if (which !== undefined) weights[which] = 1;
    return weights;
  }

  pose(weights) {
    this.weights = weights;
    this.marks.pose(weights);
    if (this.mesh) this.posed(weights);
    this.invalidate();
  }

  posed(weights) {
    weights.forEach((weight, i) => { this.mesh.morphTargetInfluences[i] = weight; });
  }

  /** Stand as another body does. */
  follow({ camera, controls, weights }) {
    this.stop();
    this.pose([...weights]);
    this.controls.target.copy(controls.target);
    this.camera.position.copy(camera.position);
    this.controls.update();
    this.invalidate();
  }

  look(toward, target, distance) {
    this.controls.target.fromArray(target);
    // Straight from above or below "up" would have no meaning.
    const [x, y, z] = Math.abs(toward[1]) > 0.9995 ? [toward[0], toward[1] * 0.9995, toward[2] + 0.03] : toward;
    this.camera.position.set(target[0] + x * distance, target[1] + y * distance, target[2] + z * distance);
    this.controls.update();
    this.invalidate();
  }

  /** Turn by angles, round the body and over it, in radians. */
  turn(around, over = 0) {
    const { Spherical } = this.three;
    const { target } = this.controls;
    const { position } = this.camera;
    const at = new Spherical().setFromVector3(position.clone().sub(target));
    at.theta += around;
    at.phi += over;
    at.makeSafe();
    position.setFromSpherical(at).add(target);
    this.controls.update();
    this.invalidate();
  }

  zoom(factor) {
    const { target } = this.controls;
    this.look(this.toward, target.toArray(), this.camera.position.distanceTo(target) / factor);
  }

  /** Once round; resolves when it is done or something else has begun. */
  once() {
    let done = 0;
    return this.animate(TURN_MS, (t) => {
      this.turn((t - done) * ROUND);
      done = t;
    });
  }

  animate(duration, step) {
    const run = (this.run = {});
    const began = performance.now();
    return new Promise((resolve) => {
      const next = (now) => {
        if (this.run !== run || this.disposed) return resolve(false);
        const t = duration ? Math.min(1, Math.max(0, (now - began) / duration)) : 1;
        step(t);
        this.listener.moved();
        if (t < 1) return requestAnimationFrame(next);
        this.run = null;
        resolve(true);
      };
      if (duration) requestAnimationFrame(next);
      else next(began);
    });
  }

  stop() {
    this.run = null;
  }

  dispose() {
    this.disposed = true;
    clearTimeout(this.resting);
    cancelAnimationFrame(this.frame);
    this.controls.dispose();
    this.sheets.dispose();
    this.mesh?.geometry.dispose();
    this.marks.dispose();
    this.materials.uniforms.painted.value?.dispose();
    const { palette, skin: painted, asked: numbered, told: named } = this.materials;
    for (const each of [palette, painted, numbered, named, this.spot.children[0].geometry]) each.dispose();
    this.wide?.dispose();
    this.single?.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}
