/* How the skin is painted: what lies where comes from pictures of labels, its colour and line from a palette, so that
 * a choice rewrites the palette and nothing else. assets/body_3d/README.md tells how a border runs between texels. */

/** Rows of the palette: of each picture the colours of its numbers, then their lines. */
export const ROWS = { ground: 0, over: 2, nerve: 4 };
/** Then of each map that is counted what of it gives the skin to a root, and the colours of the counts. */
export const COUNTED = ["map0", "map1", "map2", "map3", "map4"];
export const COUNTS = 6 + COUNTED.length;
export const HEIGHT = COUNTS + 1;
/** The pictures of labels that may lie on a body, each with a row of its own in the table of pairs (sheets.js). */
export const ROLES = ["ground", "over", "nerve", ...COUNTED];
/** Steps to a border in six bits: to FINE as they are, then COARSE at once, FAR where none is near. */
export const [FINE, COARSE, FAR] = [32, 8, 63];
/** What may be asked of a pixel. */
export const ASKED = { label: 0, normal: 1, uv: 2 };

const VERTEX = `
#include <common>
#include <morphtarget_pars_vertex>
varying vec2 spot;
varying vec3 facing, seen, rest;
#ifdef ASKED
varying vec3 turned;
#endif
void main() {
  spot = uv;
  rest = (modelMatrix * vec4(position, 1.)).xyz;
  #include <beginnormal_vertex>
  #include <morphinstance_vertex>
  #include <morphnormal_vertex>
  #include <begin_vertex>
  #include <morphtarget_vertex>
  facing = normalMatrix * objectNormal;
  vec4 at = modelViewMatrix * vec4(transformed, 1.);
  seen = at.xyz;
  gl_Position = projectionMatrix * at;
  #ifdef ASKED
  turned = objectNormal;
  #endif
}`;

/* How a texel of a picture of labels is read that was packed into two bytes (sheets.js): which pair of regions, and steps. */
export const UNPACKED = `
uniform sampler2D pairs;
ivec2 codeAt(sampler2D picture, ivec2 at) {
  ivec2 two = ivec2(texelFetch(picture, at, 0).rg * 255. + .5);
  return ivec2(two.x | (two.y >> 6) << 8, two.y & 63);
}
vec2 pairOf(ivec2 code, int row) { return floor(texelFetch(pairs, ivec2(code.x, row), 0).rg * 255. + .5); }
float stepsOf(ivec2 code) { return code.y == ${FAR} ? 255. : float(code.y <= ${FINE} ? code.y : ${FINE} + (code.y - ${FINE}) * ${COARSE}); }`;

const FIELD = `
precision highp int;
varying vec2 spot;
varying vec3 facing, seen, rest;
uniform sampler2D ground;
float signedTo(float label, vec3 texel) {
  return texel.r == label ? texel.b : texel.g == label ? -texel.b : -texel.b - 8.;
}
${UNPACKED}
// The region here, the nearest other one, and the steps to the border between them; row of the table of pairs.
vec3 fieldOf(sampler2D picture, int row, vec2 uv) {
  ivec2 size = textureSize(picture, 0);
  vec2 at = uv * vec2(size) - .5;
  vec2 low = floor(at), f = at - low;
  ivec2 i = ivec2(low), top = size - 1;
  ivec2 codes[4] = ivec2[4](codeAt(picture, clamp(i, ivec2(0), top)), codeAt(picture, clamp(i + ivec2(1, 0), ivec2(0), top)),
    codeAt(picture, clamp(i + ivec2(0, 1), ivec2(0), top)), codeAt(picture, clamp(i + ivec2(1, 1), ivec2(0), top)));
  vec4 w = vec4((1. - f.x) * (1. - f.y), f.x * (1. - f.y), (1. - f.x) * f.y, f.x * f.y);
  vec4 steps = vec4(stepsOf(codes[0]), stepsOf(codes[1]), stepsOf(codes[2]), stepsOf(codes[3]));
  vec2 pair = pairOf(codes[0], row);
  if (codes[0].x == codes[1].x && codes[0].x == codes[2].x && codes[0].x == codes[3].x) return vec3(pair, dot(w, steps));
  vec3 t[4] = vec3[4](vec3(pair, steps.x), vec3(pairOf(codes[1], row), steps.y), vec3(pairOf(codes[2], row), steps.z), vec3(pairOf(codes[3], row), steps.w));
  float first = -1e4, second = -1e4, label = 0., other = 0.;
  for (int k = 0; k < 8; k += 1) {
    float each = k < 4 ? t[k].r : t[k - 4].g;
    if (each == label && first > -1e4) continue;
    float value = dot(w, vec4(signedTo(each, t[0]), signedTo(each, t[1]), signedTo(each, t[2]), signedTo(each, t[3])));
    if (value > first) {
      second = first; other = label;
      first = value; label = each;
    } else if (value > second) {
      second = value; other = each;
    }
  }
  return vec3(label, second > -1e4 ? other : label, max(0., (first - second) / 2.));
}
uniform sampler2D palette;
vec4 colourOf(float label, int row) { return texelFetch(palette, ivec2(int(label), row), 0); }
#ifdef COUNTED
uniform sampler2D ${COUNTED.join(", ")};
vec2 maps = vec2(0.), own = vec2(0.); // how many give the skin to the root, and how many map it; the same of the map at hand
// Count a map; true on either side of a border where it ends giving the skin to the root.
bool count(vec3 field, int row) {
  vec4 here = colourOf(field.x, row);
  if (colourOf(0., row).b < .5) {
    maps += own;
    own = vec2(0.);
  }
  own = max(own, here.rg);
  return here.r != colourOf(field.y, row).r;
}
#endif`;

/** The directions across which dashes are told: of a cube its axes, the diagonals of its faces, and its own. */
export const WAYS = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, -1, 0], [1, 0, 1], [1, 0, -1], [0, 1, 1], [0, 1, -1],
  [1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1]];

const SKIN = `
uniform sampler2D over, nerve, painted;
uniform vec3 paint;
uniform float reach, mm_per_step, told_mm, fine_mm, mm_per_px, ratio, hovered;
uniform vec2 fade;
uniform vec3 paper, ink, border, contour, skin;
const vec3 WAYS[${WAYS.length}] = vec3[](${WAYS.map((way) => `normalize(vec3(${way}))`).join(", ")});
// Marks keep their place on the skin and about their size on the screen.
float grain(float px) { return exp2(floor(log2(px * mm_per_px * ratio) + .5)); }
float striped(float px, float share, vec3 along) {
  float at = fract(dot(rest, along) / grain(px));
  float soft = min(.5, ratio * mm_per_px / grain(px));
  return smoothstep(0., soft, at) * (1. - smoothstep(share, share + soft, at));
}
// Dashes along a border: stripes across that one of a few directions which it comes closest to, so that they are about
// even whichever way it runs, and stay on the skin. Where it bends from one direction to the next both may draw.
float dashed(vec3 along, float px, float share) {
  float best = 0., ink_here = 0.;
  for (int k = 0; k < ${WAYS.length}; k += 1) best = max(best, abs(dot(along, WAYS[k])));
  for (int k = 0; k < ${WAYS.length}; k += 1) {
    if (abs(dot(along, WAYS[k])) > best - .012) ink_here = max(ink_here, striped(px, share, WAYS[k]));
  }
  return ink_here;
}
// The distance to the border of a field with a sign that changes at it: without one it folds there and seems to stand still.
float acrossOf(vec3 field) { return field.x < field.y ? field.z : -field.z; }
// Which way on the skin the border of a field runs.
vec3 alongOf(vec3 field) {
  float across = acrossOf(field);
  return normalize(dFdx(rest) * -dFdy(across) + dFdy(rest) * dFdx(across) + 1e-9);
}
// How deep in the mouth, which stands a slit open: no light falls there. Millimetres of the body at rest.
float inMouth() {
  float x = abs(rest.x), deep = 146. - .012 * x * x - rest.z; // behind the lips
  float high = abs(rest.y - 685.5) - .3 * deep, wide = x - min(.55 * deep, 12.); // beside what the slit lets be seen
  return smoothstep(0., 4., deep) * step(deep, 110.) * (1. - smoothstep(1., 4., high)) * (1. - smoothstep(24., 27., wide));
}
// How far the border of a field is, in pixels. Distances are rounded, the more the farther: how they change from pixel to
// pixel tells which way the border lies, but how many steps that way are a pixel tells the skin, which is smooth, or the
// edge of a broad line would be frayed. On a seam of the unfolded skin, where each side finds the border by itself, neither
// might come to it, and its line would have gaps.
float pxTo(vec3 field) {
  float even = mm_per_px * (-seen.z / reach) / mm_per_step;
  float across = acrossOf(field);
  vec2 way = normalize(vec2(dFdx(across), dFdy(across)) + 1e-6);
  vec3 right = dFdx(rest), up = dFdy(rest);
  float rr = dot(right, right), ru = dot(right, up), uu = dot(up, up);
  // Of skin of which a pixel is so long and so high: millimetres a pixel that way.
  float mm = sqrt((rr * uu - ru * ru) / max(1e-9, way.x * way.x * uu - 2. * way.x * way.y * ru + way.y * way.y * rr));
  float slope = clamp(mm / mm_per_step, .5 * even, 1.25 * even);
  return max(0., field.z / slope - min(.8 / slope, .4)) / ratio;
}
// How much ink the border of a field puts here: x a plain line, y one that marks, z the pale casing round it.
vec3 inked(vec3 field, int row) {
  vec4 here = colourOf(field.x, row + 1), there = colourOf(field.y, row + 1);
  vec4 line = there.r > here.r ? there : here;
  // As on the flat views the border between what is inferred and what is published is dotted, within a region and where
  // both sides are told by nothing else.
  bool within = colourOf(field.x, row).a == colourOf(field.y, row).a;
  bool seam = line.a < .1 && line.g < .9 && (here.g > .3) != (there.g > .3);
  bool dotted = field.x * field.y > 0. && (within || seam);
  if (dotted) line = vec4(70. / 255., 0., 0., 0.);
  float px = pxTo(field);
  vec3 along = alongOf(field);
  if (field.x == field.y) return vec3(0.);
  float soft = .6 / ratio;
  // Seen from afar a broad line is as broad as its distance is told, so that it ends softly and not where that ends.
  // Far from the border that is told in whole millimetres: where a pixel shows less, the line ends before.
  float mm = mm_per_px * (-seen.z / reach);
  float told_px = mix(min(fine_mm, told_mm), told_mm, smoothstep(1.2, 2.2, mm)) / mm / ratio;
  float half_px = min(line.r * 255. / 32. / 2., max(.4, told_px - soft));
  float ink_here = (1. - smoothstep(half_px - soft, half_px + soft, px)) * min(1., half_px * 2.4);
  if ((dotted || line.g > .9) && ink_here > 0.) ink_here *= dashed(along, dotted ? 4.4 : 9., dotted ? .5 : .58);
  float case_px = min(half_px * 2., told_px - soft);
  float cased = line.a > .9 && case_px > half_px + soft ? 1. - smoothstep(case_px - soft, case_px + soft, px) : 0.;
  return line.a > .3 ? vec3(0., ink_here, cased) : vec3(ink_here * .8, 0., 0.);
}
void main() {
  vec3 field = fieldOf(ground, ${ROLES.indexOf("ground")}, spot);
  vec3 colour = colourOf(field.x, ${ROWS.ground}).rgb;
  vec4 mark = colourOf(field.x, ${ROWS.ground} + 1);
  #ifdef OVER
  vec3 second = fieldOf(over, ${ROLES.indexOf("over")}, spot);
  vec4 laid = colourOf(second.x, ${ROWS.over});
  // Striped where two fields share the skin.
  if (second.x > 0.) colour = mix(colour, laid.rgb, field.x > 0. ? striped(9., .5, vec3(.7, .7, .3)) : 1.);
  #endif
  if (mark.b > .6) colour = mix(colour, ink, .28 * striped(8., .2, vec3(.7, -.7, .3)));
  else if (mark.b > .2) colour = mix(colour, contour, .22 * striped(9., .16, vec3(.6, .75, .3)));
  colour = mix(skin, colour, fade.x);
  #ifdef COUNTED
  float bounds = 0.;
  vec3 each;
  ${COUNTED.map((name, i) => `each = fieldOf(${name}, ${ROLES.indexOf(name)}, spot); if (count(each, ${6 + i})) bounds = max(bounds, 1. - smoothstep(.3, 1.2, pxTo(each)));`).join(" ")}
  maps += own;
  colour = maps.x > .5 ? colourOf(maps.x - 1., ${COUNTS}).rgb : skin;
  #endif
  #ifdef PAINTED
  colour = mix(colour, paint, .75 * texture(painted, spot).r);
  #endif
  if (hovered > 0. && floor(colourOf(field.x, ${ROWS.ground}).a * 255. + .5) == hovered) colour = mix(colour, vec3(1.), .22);
  vec3 n = normalize(facing), eye = normalize(-seen);
  float front = max(dot(n, eye), 0.);
  float lamp = dot(n, normalize(vec3(-.42, .62, .85)));
  float shade = .5 + .5 * smoothstep(-.55, .95, lamp) + .045 * n.y;
  colour *= shade * mix(.78, 1., smoothstep(0., .55, front));
  colour += .05 * pow(max(lamp, 0.), 14.);
  vec3 drawn = inked(field, ${ROWS.ground});
  #ifdef OVER
  drawn = max(drawn, inked(second, ${ROWS.over}));
  #endif
  drawn *= fade.x;
  #ifdef COUNTED
  drawn = vec3(bounds * .8, 0., 0.);
  #endif
  colour = mix(colour, border, drawn.x);
  colour = mix(colour, paper, drawn.z * .95);
  colour = mix(colour, ink, drawn.y);
  #ifdef NERVE
  vec3 third = fieldOf(nerve, ${ROLES.indexOf("nerve")}, spot);
  vec4 supplied = colourOf(third.x, ${ROWS.nerve});
  vec3 drawn_nerve = inked(third, ${ROWS.nerve});
  colour = mix(colour, supplied.rgb * shade, supplied.a * fade.y * .62 * striped(9., .42, vec3(.7, -.7, .3)));
  colour = mix(colour, paper, drawn_nerve.z * fade.y * .9);
  colour = mix(colour, ink, drawn_nerve.y * fade.y);
  #endif
  // Where the skin turns away, and of a thin limb at least a pixel: what is narrower comes and goes along the edge.
  float px_to_edge = front / (2. * length(vec2(dFdx(front), dFdy(front))) + 1e-4) / ratio;
  float edge = max(1. - smoothstep(.05, .3, front), (1. - smoothstep(.3, 1.3, px_to_edge)) * step(front, .7));
  colour = mix(colour, contour, .85 * edge);
  colour *= 1. - .8 * inMouth();
  // Nearer by, what lies far behind the point looked at recedes.
  colour = mix(colour, paper, .85 * smoothstep(240., 620., -seen.z - reach));
  gl_FragColor = vec4(colour, 1.);
}`;

/* What a pixel shows, in four bytes: the label, whether it lies far behind and the label laid over it; its normal; or its
 * place on the unfolded skin. */
const ANSWER = `
uniform int asked;
uniform sampler2D over;
uniform float reach;
varying vec3 turned;
void main() {
  if (asked == ${ASKED.label}) {
    float label = fieldOf(ground, ${ROLES.indexOf("ground")}, spot).x;
    #ifdef COUNTED
    ${COUNTED.map((name, i) => `count(fieldOf(${name}, ${ROLES.indexOf(name)}, spot), ${6 + i});`).join(" ")}
    maps += own;
    label = maps.x > .5 ? maps.x + 8. * maps.y : 0.;
    #endif
    gl_FragColor = vec4(label / 255., step(300., -seen.z - reach), fieldOf(over, ${ROLES.indexOf("over")}, spot).x / 255., 1.);
  } else if (asked == ${ASKED.normal}) {
    gl_FragColor = vec4(normalize(turned) * .5 + .5, 1.);
  } else {
    vec2 at = floor(spot * 65535.);
    gl_FragColor = vec4(floor(at / 256.), mod(at, 256.)) / 255.;
  }
}`;

/* A mark keeps its size on the screen and lies over the skin it marks: a dot, a ring where something was pointed at, a
 * disc with an edge, the head of an arrow. */
const MARK_AT = `
attribute vec3 colour, behind;
attribute vec2 style;
uniform float ratio, reach;
varying vec3 fill;
varying vec2 way;
varying float kind, px, front;
void main() {
  fill = colour;
  px = style.x;
  kind = style.y;
  vec4 at = modelViewMatrix * vec4(position, 1.), nearer = projectionMatrix * (at + vec4(0., 0., 14., 0.));
  front = dot(normalize(normalMatrix * normal), normalize(-at.xyz));
  if (-at.z - reach > 300.) front = 0.; // far behind what is looked at
  gl_Position = projectionMatrix * at;
  vec4 from = projectionMatrix * modelViewMatrix * vec4(behind, 1.);
  way = kind > 2.5 && kind < 3.5 ? normalize(gl_Position.xy / gl_Position.w - from.xy / from.w + vec2(1e-6, 0.)) : vec2(1., 0.);
  gl_Position.z = nearer.z / nearer.w * gl_Position.w;
  gl_PointSize = px * ratio;
}`;
const MARK = `
uniform vec3 ink, paper;
varying vec3 fill;
varying vec2 way;
varying float kind, px, front;
void main() {
  vec2 at = (gl_PointCoord * 2. - 1.) * vec2(1., -1.);
  float r = length(at) * px / 2., edge = px / 2.;
  if (front < .06 || r > edge) discard;
  if (kind > 2.5 && kind < 3.5) { // an arrow's head
    vec2 turned = vec2(dot(at, way), dot(at, vec2(-way.y, way.x)));
    if (abs(turned.y) > (.9 - turned.x) * .62 || turned.x < -.75) discard;
  }
  vec3 colour = fill;
  if (kind > .5 && kind < 1.5) { // a ring
    if (r < edge - 4.5 && r > 2.2) discard;
    colour = r < edge - 1.2 && r > edge - 3.2 || r < 1.4 ? ink : paper;
  } else if (kind > 1.5 && kind < 2.5 && r > edge - 1.5) colour = ink;
  else if (kind < .5 && r > edge - 1.3) colour = paper;
  gl_FragColor = vec4(colour, 1.);
}`;

/* One place told by itself: there is nothing behind it, and no body. */
const TOLD = `
uniform vec2 place;
varying vec2 spot;
varying vec3 seen, turned;
void main() {
  spot = place;
  seen = turned = vec3(0.);
  gl_Position = vec4(position, 1.);
}`;

export const skin = { vertexShader: VERTEX, fragmentShader: FIELD + SKIN };
export const asked = { vertexShader: VERTEX, fragmentShader: FIELD + ANSWER, defines: { ASKED: 1 } };
export const told = { vertexShader: TOLD, fragmentShader: FIELD + ANSWER };
export const mark = { vertexShader: MARK_AT, fragmentShader: MARK };
/** What the last number of a mark's style says. */
export const MARKS = { dot: 0, ring: 1, disc: 2, head: 3, plain: 4 };

/** A place on the unfolded skin from its four bytes. */
export const uvFromBytes = (/** @type {number[]} */ [u, v, fineU, fineV]) => [(u * 256 + fineU) / 65535, (v * 256 + fineV) / 65535];
