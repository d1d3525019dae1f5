/* One plate: one map of the body seen from one direction, drawn by plotly, made clickable and paintable.
 *
 * Plotly draws every region as an SVG path. A plate finds those paths, names them, lets mouse, touch
 * and keyboard choose one, and shows a look (see looks.js) by attributes on the paths and by marks laid
 * over them. Plotly may replace its paths whenever it redraws, so all of that is done again after a redraw.
 */

const SVG = "http://www.w3.org/2000/svg";
const MAX_ZOOM = 14;
// Labels are set in SMALLEST_LABEL px at least; where SMALLEST_FIT would be needed to fit, they are left out
// until the reader zooms in.
const SMALLEST_LABEL = 8.5;
const SMALLEST_FIT = 6.2;
const DRAG_PX = 5; // less movement than this between press and release is a click
const LINE = 1.08; // from one line of a label to the next, in sizes of its letters
const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };

let plates = 0; // numbers the pattern ids: they are global to the document

function el(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/* Half of the width and height a label takes, near enough: measuring each would lay the page out anew. */
const halfBox = (lines, size) =>
  [0.28 * size * Math.max(...lines.map((line) => line.trim().length)), 0.5 * size * (0.75 + LINE * (lines.length - 1))];

/* Whether a label or badge runs into none of those before it; if so it takes its place. */
function free([x, y], [wide, high], taken, key = "") {
  const touches = (box) => Math.abs(box.x - x) < box.wide + wide - 1 && Math.abs(box.y - y) < box.high + high - 1;
  if (taken.some(touches)) return false;
  taken.push({ x, y, wide, high, key });
  return true;
}

/* On which side of its mark a name stands: it has to grow away from the mark. */
const outwards = ({ info }, text) => (info.at ? Math.sign(text.x - info.at[0]) : 0);

export const regionKey = (id, side) => `${id}|${side}`;
const NOTHING = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {} };
// A look may also hold ``signs`` (region key → what its badge says before the name, "✓" by default).

// Marks of these states, the lower ones first.
const LAYERED = ["da-hatch", "da-mark da-neighbour", "da-mark da-mirror", "da-mark da-contributing", "da-casing",
  "da-mark da-main", "da-mark da-wrong", "da-mark da-asked", "da-mark da-selected", "da-glyph", "da-pin", "da-badge"];
const HATCHED = new Set(["neighbour", "contributing", "wrong"]);
const CASED = new Set(["selected", "asked", "wrong"]);

export class Plate {
  /**
   * @param {HTMLElement} host an empty element the plate fills
   * @param {{pick: Function, hover: Function, leave: Function, refuse: Function}} listener told what the reader
   *     does; ``pick`` gets the region, the point in millimetres, whether no other region lies under the point, and
   *     whether the region was meant as a whole
   */
  constructor(host, listener) {
    this.host = host;
    this.listener = listener;
    this.id = (plates += 1);
    this.regions = new Map(); // key → {key, path, meta, info, state}
    this.look = NOTHING;
    this.home = null; // ranges of the whole body
    this.window = null; // ranges shown now
    this.focusKey = null;
    this.pointers = new Map();
    this.frame = 0;
    host.classList.add("da-plate-canvas");
    this.bindGestures();
    this.bindKeys();
  }

  /** Draw the payload at a size; resolves when the paths are on the page. What is drawn so already stays: false.
   * @param {?{x: number[], y: number[]}} [window] what to show of the body, in millimetres; all of it by default
   */
  async show(plotly, payload, size, window) {
    this.plotly = plotly;
    this.payload = payload;
    const figure = payload.figure;
    this.home = { x: [...figure.layout.xaxis.range], y: [...figure.layout.yaxis.range] };
    this.view = payload.view;
    this.window = window || this.window || this.home;
    this.host.classList.toggle("da-zoomed", this.zoomLevel() > 1.001);
    this.size = size;
    if (this.drawn === this.extent()) return false;
    this.drawn = this.extent();
    const { images, annotations, ...layout } = figure.layout;
    this.images = images || [];
    // Title and caption, which hang on the page and not on the body, stand outside the drawing.
    this.texts = (annotations || []).filter((text) => text.xref !== "paper");
    const sized = {
      ...layout,
      width: size.width,
      height: size.height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      autosize: false,
      hovermode: false,
      dragmode: false,
      xaxis: { ...layout.xaxis, range: this.window.x },
      yaxis: { ...layout.yaxis, range: this.window.y },
    };
    // Plotly writes into the data it is given, and the payload is shared by all plates of a page.
    await plotly.react(this.host, structuredClone(figure.data), structuredClone(sized), CONFIG);
    if (!this.listening) {
      this.host.on("plotly_afterplot", () => this.decorate());
      this.listening = true;
    }
    this.decorate();
    return true;
  }

  extent() {
    return [this.size.width, this.size.height, this.type(), ...this.window.x, ...this.window.y].join(" ");
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.windowListeners.abort();
    if (this.plotly) this.plotly.purge(this.host);
  }

  /* ---- after every redraw ------------------------------------------------------------------ */

  decorate() {
    const plot = this.host.querySelector(".scatterlayer")?.parentNode;
    if (!plot) return;
    const hadFocus = this.host.contains(document.activeElement);
    this.regions.clear();
    let afterFills = null;
    for (const trace of plot.querySelectorAll(".scatterlayer > .trace")) {
      const meta = trace.__data__?.[0]?.trace?.meta || {};
      trace.dataset.layer = meta.layer || "";
      const path = trace.querySelector(".js-fill");
      if (path && meta.layer === "unmapped") path.classList.add("da-blank");
      if (meta.layer === "inferred") afterFills = trace; // its veil lies beneath the relief, as the fills do
      if (!path || !meta.id || !meta.side) continue;
      const key = regionKey(meta.id, meta.side);
      const info = this.payload.regions[key] || {};
      this.regions.set(key, { key, path, meta, info });
      this.name(path, meta, info);
      afterFills = trace;
    }
    const svg = this.host.querySelector(".main-svg");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", this.payload.label);
    this.groupByLimb(svg);
    this.layBeneath();
    this.placeRelief(plot, afterFills);
    const layer = (name) => plot.querySelector(`.${name}`) || plot.appendChild(el("g", { class: name }));
    this.labels = layer("da-labels");
    this.outside = svg.querySelector(":scope > .da-outside") || svg.appendChild(el("g", { class: "da-labels da-outside" }));
    this.marks = layer("da-marks");
    this.ring = layer("da-ring");
    this.writeTexts();
    this.setTabStop();
    this.paint(this.look);
    if (hadFocus && this.focusKey) this.regions.get(this.focusKey)?.path.focus({ preventScroll: true });
  }

  /* Screen readers walk through the body limb by limb. Plotly keeps the traces in the order they are painted, so
   * each limb only claims its regions. */
  groupByLimb(svg) {
    this.limbs ||= el("g", { class: "da-limbs" });
    const groups = (this.payload.limbs || []).map(({ name, regions }) => {
      const owned = regions.map((key) => this.regions.get(key)?.path.id).filter(Boolean);
      return el("g", { role: "group", "aria-label": name, "aria-owns": owned.join(" ") });
    });
    this.limbs.replaceChildren(...groups);
    svg.append(this.limbs);
  }

  name(path, meta, info) {
    path.id = `da-${this.id}-${meta.id}-${meta.side}`;
    path.classList.add("da-region");
    Object.assign(path.dataset, { id: meta.id, side: meta.side, view: this.view, layer: meta.layer });
    if (meta.root) path.dataset.root = meta.root;
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", "-1");
    path.setAttribute("aria-label", info.name || `${meta.id}, ${meta.side}`);
    if (refused(meta)) path.setAttribute("aria-disabled", "true");
  }

  /* The second painting of a map whose fields overlap is striped: its colour lies beneath all fields as well, so
   * that stripes are seen only where two fields share the skin. */
  layBeneath() {
    const over = [...this.regions.values()].filter(({ meta }) => meta.over);
    if (!over.length) return;
    this.beneath ||= el("g", { class: "da-beneath", "aria-hidden": "true" });
    this.beneath.replaceChildren(...over.map((region) => {
      region.beneath = el("path", { d: region.path.getAttribute("d"), fill: region.meta.over });
      return region.beneath;
    }));
    this.regions.values().next().value.path.closest(".trace").before(this.beneath);
  }

  /* The relief belongs above the fills and below lines and labels; plotly only knows all or nothing. */
  placeRelief(plot, afterFills) {
    if (!this.images.length || !afterFills) return;
    const { xaxis, yaxis } = this.host._fullLayout;
    if (!this.relief) {
      this.relief = this.images.map((image) => el("image", {
        href: this.payload.link(image.source), class: "da-relief", preserveAspectRatio: "none", "aria-hidden": "true",
      }));
    }
    this.images.forEach((image, i) => {
      const node = this.relief[i];
      const [left, top] = [xaxis.l2p(image.x), yaxis.l2p(image.y)];
      node.setAttribute("x", left);
      node.setAttribute("y", top);
      node.setAttribute("width", xaxis.l2p(image.x + image.sizex) - left);
      node.setAttribute("height", yaxis.l2p(image.y - image.sizey) - top);
      node.setAttribute("opacity", image.opacity ?? 1);
      afterFills.after(node);
    });
  }

  /* The figure sets its texts for one size of the plate. Here they keep their size relative to the body,
   * down to what can still be read and up to what still looks like a label; those too small are left out. */
  writeTexts() {
    const { xaxis } = this.host._fullLayout;
    const grown = xaxis._length / (this.window.x[1] - this.window.x[0]) / this.payload.figure.layout.meta.px_per_mm;
    const whole = this.zoomLevel() <= 1.001;
    this.names = []; // the room each name takes
    const nodes = this.texts.map((text) => {
      const [kind, id, side] = (text.name || "").split(" ");
      const label = kind === "label";
      const fitting = text.font.size * grown;
      const region = this.regions.get(regionKey(id, side));
      const lines = text.text.replace(/<(?!br>)[^>]*>/g, "").split("<br>");
      const roomy = label ? this.roomFor(region, text, lines) : 0;
      if (label && fitting < SMALLEST_FIT && roomy < SMALLEST_LABEL * this.type()) return null;
      let [x, y] = this.toPixels([text.x, text.y]);
      const above = kind === "side" && whole ? 2 * y : Infinity; // px between the body and the plate's upper edge
      const floor = label ? this.readable(text, roomy) : Math.max(11, Math.min(11 * this.type(), above + 7 * this.type()));
      const size = Math.min((label ? 17 : 14) * this.type(), Math.max(floor, fitting));
      if (label && size < SMALLEST_LABEL * this.type()) return null;
      if (region?.meta.layer === "reflex") x += outwards(region, text) * (halfBox(lines, size)[0] - halfBox(lines, fitting)[0]);
      if (label && !free([x, y], halfBox(lines, size), this.names, regionKey(id, side))) return null;
      if (kind === "side") {
        // R and L stay in their corners: a zoomed plate must not lose its orientation.
        x = ((text.x - this.home.x[0]) / (this.home.x[1] - this.home.x[0])) * xaxis._length;
        x = Math.min(xaxis._length - 0.4 * size, Math.max(0.4 * size, x));
        y = Math.min(size / 2 + 3, above - size / 2 - 1); // clear of the body, also where it fills its plate
      }
      const node = el("text", {
        x, y, "font-size": size.toFixed(1), fill: text.font.color, "dominant-baseline": "central",
        "text-anchor": text.xanchor === "left" ? "start" : "middle", "aria-hidden": "true",
      });
      if (label) Object.assign(node.dataset, { id, side });
      node.classList.add(label ? "da-label" : "da-text");
      node.dataset.kind = kind || "scale";
      if (lines.length > 1) {
        const rise = ((lines.length - 1) / 2) * LINE * size;
        node.append(...lines.map((line, i) => el("tspan", { x, y: y - rise + i * LINE * size }, line)));
      } else node.textContent = lines[0];
      if (text.text.startsWith("<b>")) node.setAttribute("font-weight", "700");
      return node;
    });
    // Unlike the rest, letters and what the scale bar says may reach beyond a small plate, or they would stand on the body.
    const beyond = (node) => whole && ["scale", "side"].includes(node.dataset.kind);
    const written = nodes.filter(Boolean);
    this.labels.replaceChildren(...written.filter((node) => !beyond(node)));
    this.outside.replaceChildren(...written.filter(beyond));
  }

  /* The least size of a label: what still reads, and more in the roomiest place of its region. */
  readable(text, roomy) {
    // Where fields overlap no place is a field's own: names that grew would run into each other.
    if (this.beneath) return text.text.includes("+") ? 0 : SMALLEST_LABEL;
    return Math.max(SMALLEST_LABEL, roomy);
  }

  /* The size at which a label fills the roomiest place of its region, up to what reads well; 0 anywhere else. */
  roomFor(region, text, lines) {
    const { at, r } = region?.info || {};
    if (!at || this.beneath || Math.hypot(text.x - at[0], text.y - at[1]) >= 0.7 * r) return 0;
    const [wide, high] = halfBox(lines, 1);
    return Math.min(11.5 * this.type(), this.radius(region), (0.95 * this.radius(region)) / Math.hypot(wide, high - 0.2));
  }

  /* How many times its usual size what is written has, for screens seen from afar. */
  type() {
    return this.size.type || 1;
  }

  /* Radius in px of the largest circle inside a region. */
  radius(region) {
    return (region.info.r / (this.window.x[1] - this.window.x[0])) * this.host._fullLayout.xaxis._length;
  }

  /* ---- selection --------------------------------------------------------------------------- */

  /** Show a look: what each region is to the selection (see looks.js). */
  paint(look) {
    this.look = look || NOTHING;
    if (!this.marks) return;
    const { states, roles, glyphs, words } = this.look;
    const badges = this.roomiest(this.look.badges);
    const texts = [...badges.values()];
    this.host.classList.toggle("da-has-selection", states.size > 0);
    const marks = [];
    this.badged = []; // the room badges take: they must not cover each other
    for (const region of this.regions.values()) {
      const state = states.get(region.key) || "rest";
      region.state = state;
      region.path.dataset.state = state;
      region.path.dataset.role = roles.get(region.key) || "";
      if (region.beneath) region.beneath.dataset.state = state;
      if (!refused(region.meta)) region.path.setAttribute("aria-pressed", String(state === "selected"));
      const said = [region.info.hint, words[roles.get(region.key)]].filter(Boolean).join(". ");
      if (said) region.path.setAttribute("aria-description", said);
      else region.path.removeAttribute("aria-description");
      if (state === "rest") continue;
      const d = region.path.getAttribute("d");
      if (HATCHED.has(state) || roles.get(region.key) === "contributing") {
        marks.push(el("path", { class: "da-hatch", d, fill: `url(#da-hatch-${this.id})` }));
      }
      if (CASED.has(state)) marks.push(el("path", { class: "da-casing", d }));
      marks.push(el("path", { class: `da-mark da-${state}`, d }));
      const sign = this.look.signs?.get(region.key);
      const name = badges.get(region.key);
      if (badges.has(region.key)) marks.push(...this.badge(region, name, sign, texts.indexOf(name) !== texts.lastIndexOf(name)));
      else if (state === "selected" || glyphs.has(region.key)) {
        marks.push(...this.glyph(region, glyphs.get(region.key) || "✓"));
      }
    }
    marks.push(...this.pin());
    const rank = (node) => LAYERED.indexOf(node.getAttribute("class"));
    marks.sort((a, b) => rank(a) - rank(b));
    this.marks.replaceChildren(this.hatch(), ...marks);
    for (const label of this.labels.querySelectorAll(".da-label")) {
      const key = regionKey(label.dataset.id, label.dataset.side);
      label.dataset.state = badges.has(key) ? "marked" : states.get(key) || "rest";
    }
    this.setTabStop();
    this.drawRing();
  }

  /* Of regions that would carry the same badge, the roomiest of each side carries it. */
  roomiest(badges) {
    const best = new Map();
    for (const [key, text] of badges) {
      const region = this.regions.get(key);
      const name = region && `${text}|${region.meta.side}`;
      if (region && !(best.get(name)?.info.r >= region.info.r)) best.set(name, region);
    }
    return new Map([...best.values()].map(({ key }) => [key, badges.get(key)]));
  }

  /* A small sign on a region, where it has room for it. */
  glyph(region, sign) {
    if (!region.info.at || this.radius(region) < 4 * this.type()) return [];
    const [x, y] = this.toPixels(region.info.at);
    const name = this.names.find(({ key }) => key === region.key);
    // Above the name of the region, where that stands in the same place.
    const over = name && Math.abs(name.x - x) < name.wide + 6 && Math.abs(name.y - y) < name.high + 6;
    const middle = over ? name.y - name.high - 6 * this.type() : y;
    const node = el("text", { class: "da-glyph", x, y: middle + 4.5 * this.type(), "text-anchor": "middle" });
    node.textContent = sign;
    return [node];
  }

  /* Where the reader pointed, and places with a name. */
  pin() {
    return [this.look.point, ...(this.look.pins || [])].filter((point) => point?.view === this.view).map((point) => {
      const [cx, cy] = this.toPixels([point.x, point.y]);
      const mark = el("g", { class: "da-pin" }, el("circle", { cx, cy, r: 4.5 }), el("circle", { cx, cy, r: 1.2 }));
      if (point.label) mark.append(...this.badge({ info: { at: [point.x, point.y], r: 0 } }, point.label, point.sign));
      return mark;
    });
  }

  hatch() {
    return el("defs", {}, el("pattern", {
      id: `da-hatch-${this.id}`, width: 6, height: 6, patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    }, el("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "da-hatch-line" })));
  }

  /* Check mark and name of a selected region: on it where it has room, else beside it with a leader. */
  badge(region, text, sign = "✓", twice = false) {
    const { at } = region.info;
    if (!at) return [];
    const { xaxis, yaxis } = this.host._fullLayout;
    const [x, y] = this.toPixels(at);
    const full = `${sign} ${text}`.trim();
    const t = this.type();
    const named = t * (14 + (text.length > 6 ? 6.2 : 7.2) * full.length);
    // A narrow plate has room for the sign only; two long names, one for each side, would cover the body.
    const fits = named < (twice ? xaxis._length / 2 : xaxis._length) - 4;
    const [label, width] = fits ? [full, named] : [sign || text, 24 * t];
    const reach = this.radius(region);
    let [bx, by] = [x, y];
    let leader = [];
    const narrow = reach < 13 * t;
    if (narrow) {
      // Away from the middle of the body, where the page is empty, as far as the plate goes.
      const away = reach + width / 2 + 16 * t;
      let outward = at[0] < 0 ? -1 : 1;
      if (x + outward * (away + width / 2) < 0 || x + outward * (away + width / 2) > xaxis._length) outward = -outward;
      bx = x + outward * away;
      by = y - 18 * t;
    }
    bx = Math.min(xaxis._length - width / 2 - 1, Math.max(width / 2 + 1, bx));
    by = Math.min(yaxis._length - 12 * t, Math.max(12 * t, by));
    const clear = [0, -25, 25, -50, 50].map((step) => by + step * t).find((row) => free([bx, row], [width / 2, 11.5 * t], this.badged));
    const moved = clear !== undefined && clear !== by;
    by = clear ?? by;
    if (narrow || moved) leader = [el("line", { class: "da-leader", x1: x, y1: y, x2: bx, y2: by })];
    return [el("g", { class: "da-badge" }, ...leader,
      el("rect", { x: bx - width / 2, y: by - 10.5 * t, width, height: 21 * t, rx: 10.5 * t }),
      Object.assign(el("text", { x: bx, y: by + 4.5 * t, "text-anchor": "middle" }), { textContent: label }))];
  }

  /* ---- keyboard ---------------------------------------------------------------------------- */

  /* One tab stop a plate: the region focused last, else the selected one, else the first. */
  setTabStop() {
    const stop = this.regions.get(this.focusKey)
      || [...this.regions.values()].find((r) => r.state === "selected")
      || this.regions.values().next().value;
    for (const region of this.regions.values()) {
      region.path.setAttribute("tabindex", region === stop ? "0" : "-1");
    }
  }

  drawRing() {
    const region = this.ringed && this.regions.get(this.focusKey);
    if (!this.ring) return;
    if (!region) return this.ring.replaceChildren();
    const d = region.path.getAttribute("d");
    this.ring.replaceChildren(el("path", { class: "da-ring-outer", d }), el("path", { class: "da-ring-inner", d }));
  }

  bindKeys() {
    this.host.addEventListener("focusin", (event) => {
      const region = this.regionOf(event.target);
      if (!region) return;
      this.focusKey = region.key;
      this.ringed = event.target.matches(":focus-visible");
      this.setTabStop();
      this.drawRing();
      if (this.ringed) {
        this.bringIntoView(region);
        this.listener.hover(region, this, this.clientAnchor(region));
      }
    });
    this.host.addEventListener("focusout", () => {
      this.ringed = false;
      this.drawRing();
      this.listener.leave();
    });
    this.host.addEventListener("keydown", (event) => {
      const region = this.regionOf(event.target);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (arrow && event.shiftKey) this.pan(arrow[0] * -40, arrow[1] * -40);
      else if (arrow && region) this.moveFocus(region, arrow);
      else if (event.key === "PageDown" && region) this.moveLimb(region, 1);
      else if (event.key === "PageUp" && region) this.moveLimb(region, -1);
      else if ((event.key === "Enter" || event.key === " ") && region) this.chooseWhole(region);
      else if (event.key === "+" || event.key === "=") this.zoom(1.5);
      else if (event.key === "-") this.zoom(1 / 1.5);
      else if (event.key === "0") this.reset();
      else if (event.key === "Escape") return this.listener.leave();
      else return;
      event.preventDefault();
    });
  }

  /* The nearest region whose anchor lies in that direction; sideways distance counts double. */
  moveFocus(from, [dx, dy]) {
    const [x, y] = this.toPixels(from.info.at);
    let best = null;
    for (const region of this.regions.values()) {
      if (region === from || !region.info.at) continue;
      const [rx, ry] = this.toPixels(region.info.at);
      const along = (rx - x) * dx + (ry - y) * dy;
      const aside = Math.abs((rx - x) * dy) + Math.abs((ry - y) * dx);
      if (along <= 0.5 || aside > 3 * along) continue;
      const cost = along + 2 * aside;
      if (!best || cost < best.cost) best = { region, cost };
    }
    if (best) this.focus(best.region);
  }

  /* The topmost region of the next limb, or of the one before. */
  moveLimb(from, step) {
    const limbs = this.payload.limbs || [];
    const here = limbs.findIndex((limb) => limb.regions.includes(from.key));
    const next = limbs[here + step];
    const [first] = (next ? next.regions : [])
      .map((key) => this.regions.get(key))
      .filter((region) => region?.info.at)
      .sort((a, b) => b.info.at[1] - a.info.at[1]);
    if (first) this.focus(first);
  }

  focus(region) {
    region.path.setAttribute("tabindex", "0");
    region.path.focus({ preventScroll: true });
  }

  bringIntoView(region) {
    const { x, y } = this.window;
    const [ax, ay] = region.info.at || [];
    if (ax === undefined || (ax > x[0] && ax < x[1] && ay > y[0] && ay < y[1])) return;
    this.setWindow(this.zoomLevel(), ax, ay);
  }

  /* ---- mouse and touch --------------------------------------------------------------------- */

  bindGestures() {
    const host = this.host;
    host.addEventListener("click", (event) => {
      const region = this.regionOf(event.target);
      if (this.dragged) return;
      if (!region) return this.chooseBlank(event);
      // A click made by assistive technology carries no position: it stands for the whole region.
      if (!event.clientX && !event.clientY) return this.chooseWhole(region);
      const at = this.toData(event.clientX, event.clientY);
      const [chosen, certain] = this.amongOverlapping(region, event, at);
      this.choose(chosen, at, certain);
    });
    host.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || this.pointers.size) return;
      const region = this.regionOf(event.target);
      const blank = event.target.closest?.(".da-blank") && this.payload.blank;
      if (region || blank) this.listener.hover(region || { info: blank }, this, { x: event.clientX, y: event.clientY });
      else this.listener.leave();
    });
    host.addEventListener("pointerleave", () => this.listener.leave());
    host.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      this.pressed = { x: event.clientX, y: event.clientY };
      if (this.pointers.size === 1) this.dragged = false;
    });
    const move = (event) => {
      const last = this.pointers.get(event.pointerId);
      if (!last) return;
      const [x, y] = [event.clientX, event.clientY];
      if (!this.dragged && Math.hypot(x - this.pressed.x, y - this.pressed.y) < DRAG_PX) return;
      if (this.pointers.size === 2) {
        const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
        const grown = Math.hypot(x - other.x, y - other.y) / (Math.hypot(last.x - other.x, last.y - other.y) || 1);
        this.zoom(grown, { x: (x + other.x) / 2, y: (y + other.y) / 2 });
      } else if (this.zoomLevel() > 1) {
        this.pan(x - last.x, y - last.y);
      }
      this.dragged = true;
      host.classList.toggle("da-dragging", this.zoomLevel() > 1);
      this.pointers.set(event.pointerId, { x, y });
    };
    const release = (event) => {
      this.pointers.delete(event.pointerId);
      host.classList.remove("da-dragging");
    };
    // On the window: a drag goes on when the pointer leaves the plate.
    this.windowListeners = new AbortController();
    const { signal } = this.windowListeners;
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", release, { signal });
    window.addEventListener("pointercancel", release, { signal });
    host.addEventListener("touchmove", (event) => {
      if (event.touches.length === 2 || this.zoomLevel() > 1) event.preventDefault();
    }, { passive: false });
    host.addEventListener("wheel", (event) => {
      // Zoomed out as far as it goes, the wheel scrolls the page as everywhere else.
      if (event.deltaY > 0 && this.zoomLevel() <= 1) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.0018), { x: event.clientX, y: event.clientY });
    }, { passive: false });
  }

  /* Without a pointer there is no spot: the region is meant as a whole, and its middle stands for it. */
  chooseWhole(region) {
    this.choose(region, region.info.at, true, true);
  }

  /* Skin that the map leaves blank belongs to no region, but it is a spot to ask of. */
  chooseBlank({ target, clientX, clientY }) {
    if (!target.closest?.(".da-blank") || !(clientX || clientY)) return;
    const [x, y] = this.toData(clientX, clientY);
    const point = { view: this.view, x: round(x), y: round(y) };
    this.listener.pick({ meta: { layer: "unmapped" }, point, certain: true, whole: false });
  }

  choose(region, at, certain = true, whole = false) {
    if (refused(region.meta)) {
      this.listener.refuse(region, this, this.clientAnchor(region));
      return;
    }
    const point = at && { view: this.view, x: round(at[0]), y: round(at[1]) };
    this.listener.pick({ meta: region.meta, point, certain, whole });
  }

  /* Where fields overlap, a click means the one it lies deepest in, and the next click there the next one.
   * The first is a guess, painted at once, that the server's geometry may put right. */
  amongOverlapping(top, event, at) {
    const found = document.elementsFromPoint(event.clientX, event.clientY).filter((node) => this.host.contains(node))
      .map((node) => this.regionOf(node)).filter((region) => region && !refused(region.meta));
    if (found.length < 2) return [top, true];
    const near = this.lastClick && Math.hypot(event.clientX - this.lastClick.x, event.clientY - this.lastClick.y) < 8;
    this.lastClick = { x: event.clientX, y: event.clientY };
    const depth = new Map(found.map((region) => [region, depthIn(region.path.closest(".trace"), at, this.edge())]));
    found.sort((a, b) => depth.get(b) - depth.get(a));
    const current = found.findIndex((region) => region.state === "selected");
    return near && current >= 0 ? [found[(current + 1) % found.length], true] : [found[0], false];
  }

  /* The points of the body's silhouette, behind which a field goes on. */
  edge() {
    const [body] = this.payload.figure.data;
    this.payload.edge ||= new Set(body.x.map((x, i) => `${x} ${body.y[i]}`));
    return this.payload.edge;
  }

  regionOf(target) {
    const path = target.closest?.(".da-region");
    return path ? this.regions.get(regionKey(path.dataset.id, path.dataset.side)) : null;
  }

  /* ---- zoom and pan ------------------------------------------------------------------------ */

  zoomLevel() {
    if (!this.home) return 1;
    return (this.home.x[1] - this.home.x[0]) / (this.window.x[1] - this.window.x[0]);
  }

  /** Zoom by a factor, keeping the point under ``client`` (default: the middle) where it is. */
  zoom(factor, client) {
    const level = this.zoomLevel();
    const next = Math.min(MAX_ZOOM, Math.max(1, level * factor));
    const { x, y } = this.window;
    const [fx, fy] = client ? this.toData(client.x, client.y) : [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
    const shrink = level / next;
    this.setWindow(next, fx + ((x[0] + x[1]) / 2 - fx) * shrink, fy + ((y[0] + y[1]) / 2 - fy) * shrink);
  }

  pan(dx, dy) {
    const { xaxis, yaxis } = this.host._fullLayout;
    const { x, y } = this.window;
    const mx = (dx / xaxis._length) * (x[1] - x[0]);
    const my = (dy / yaxis._length) * (y[1] - y[0]);
    this.setWindow(this.zoomLevel(), (x[0] + x[1]) / 2 - mx, (y[0] + y[1]) / 2 + my);
  }

  reset() {
    this.setWindow(1, 0, 0);
  }

  /* Show a window of the body at a zoom level around a centre, never beyond the plate's edge. */
  setWindow(level, cx, cy) {
    const range = (home, centre) => {
      const half = (home[1] - home[0]) / 2 / level;
      const middle = Math.min(home[1] - half, Math.max(home[0] + half, centre));
      return [middle - half, middle + half];
    };
    this.window = { x: range(this.home.x, cx), y: range(this.home.y, cy) };
    this.host.classList.toggle("da-zoomed", level > 1.001);
    this.host.dataset.zoom = level.toFixed(2);
    cancelAnimationFrame(this.frame);
    this.drawn = this.extent();
    this.frame = requestAnimationFrame(() => {
      this.plotly.relayout(this.host, { "xaxis.range": this.window.x, "yaxis.range": this.window.y });
    });
    this.listener.leave();
  }

  /* ---- coordinates ------------------------------------------------------------------------- */

  /** Millimetres → px inside the plot area. */
  toPixels([x, y]) {
    const { xaxis, yaxis } = this.host._fullLayout;
    return [xaxis.l2p(x), yaxis.l2p(y)];
  }

  /** Position on the screen → millimetres. */
  toData(clientX, clientY) {
    const { xaxis, yaxis } = this.host._fullLayout;
    const box = this.host.getBoundingClientRect();
    return [xaxis.p2l(clientX - box.left - xaxis._offset), yaxis.p2l(clientY - box.top - yaxis._offset)];
  }

  /** Where a region's anchor lies on the screen. */
  clientAnchor(region) {
    const { xaxis, yaxis } = this.host._fullLayout;
    const box = this.host.getBoundingClientRect();
    const [x, y] = this.toPixels(region.info.at || [0, 0]);
    return { x: box.left + xaxis._offset + x, y: box.top + yaxis._offset + y };
  }
}

const round = (value) => (value === undefined ? null : Math.round(value * 10) / 10);

/* The trigeminal divisions bound the maps of the spinal roots, and are none. */
const refused = (meta) => meta.kind === "trigeminal";

/* Distance in millimetres of a point from the border of a trace, leaving the silhouette out. */
function depthIn(trace, [px, py], edge) {
  const { x, y } = trace.__data__[0].trace;
  const outer = (i) => edge.has(`${x[i]} ${y[i]}`);
  let least = Infinity;
  for (let i = 1; i < x.length; i += 1) {
    if (x[i] === null || x[i - 1] === null || x[i] === undefined || (outer(i) && outer(i - 1))) continue;
    const [dx, dy] = [x[i] - x[i - 1], y[i] - y[i - 1]];
    const along = ((px - x[i - 1]) * dx + (py - y[i - 1]) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(px - x[i - 1] - t * dx, py - y[i - 1] - t * dy));
  }
  return least;
}
