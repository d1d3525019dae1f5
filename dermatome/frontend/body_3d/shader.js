/* How the skin is painted: what lies where comes from pictures of labels, its colour and line from a palette, so that
 * a choice rewrites the palette and nothing else. assets/body_3d/README.md tells how a border runs between texels. */

/** Rows of the palette: of each picture the colours of its numbers, then their lines. */
export const ROWS = { ground: 0, over: 2, nerve: 4 };
export const HEIGHT = 6;

const VERTEX = `
#include <common>
#include <morphtarget_pars_vertex>
varying vec2 spot;
varying vec3 facing, seen, rest, upright;
void main() {
  spot = uv;
  upright = normal;
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
}`;

const FIELD = `
precision highp int;
varying vec2 spot;
varying vec3 facing, seen, rest, upright;
uniform sampler2D ground;
float signedTo(float label, vec3 texel) {
  return texel.r == label ? texel.b : texel.g == label ? -texel.b : -texel.b - 8.;
}
// The region here, the nearest other one, and the steps to the border between them.
vec3 fieldOf(sampler2D picture, vec2 uv) {
  ivec2 size = textureSize(picture, 0);
  vec2 at = uv * vec2(size) - .5;
  vec2 low = floor(at), f = at - low;
  ivec2 i = ivec2(low), top = size - 1;
  vec3 t[4];
  t[0] = floor(texelFetch(picture, clamp(i, ivec2(0), top), 0).rgb * 255. + .5);
  t[1] = floor(texelFetch(picture, clamp(i + ivec2(1, 0), ivec2(0), top), 0).rgb * 255. + .5);
  t[2] = floor(texelFetch(picture, clamp(i + ivec2(0, 1), ivec2(0), top), 0).rgb * 255. + .5);
  t[3] = floor(texelFetch(picture, clamp(i + ivec2(1, 1), ivec2(0), top), 0).rgb * 255. + .5);
  vec4 w = vec4((1. - f.x) * (1. - f.y), f.x * (1. - f.y), (1. - f.x) * f.y, f.x * f.y);
  if (t[0].rg == t[1].rg && t[0].rg == t[2].rg && t[0].rg == t[3].rg) {
    return vec3(t[0].rg, dot(w, vec4(t[0].b, t[1].b, t[2].b, t[3].b)));
  }
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
}`;

const SKIN = `
uniform sampler2D palette, over, nerve;
uniform float reach, mm_per_step, mm_per_px, ratio, hovered;
uniform vec2 fade;
uniform vec3 paper, ink, border, contour, skin;
vec4 colourOf(float label, int row) { return texelFetch(palette, ivec2(int(label), row), 0); }
// Marks keep their place on the skin and about their size on the screen.
float grain(float px) { return exp2(floor(log2(px * mm_per_px * ratio) + .5)); }
float dashed() {
  vec3 cell = floor(rest / grain(4.));
  return mod(cell.x + cell.y + cell.z, 2.);
}
float striped(float px, float share, vec3 along) {
  float at = fract(dot(rest, along) / grain(px));
  float soft = min(.5, ratio * mm_per_px / grain(px));
  return smoothstep(0., soft, at) * (1. - smoothstep(share, share + soft, at));
}
// How much ink the border of a field puts here: x a plain line, y one that marks, z the pale casing round it.
vec3 inked(vec3 field, int row) {
  vec4 here = colourOf(field.x, row + 1), there = colourOf(field.y, row + 1);
  vec4 line = there.r > here.r ? there : here;
  // Within a region the border of what is inferred is dotted.
  if (colourOf(field.x, row).a == colourOf(field.y, row).a && field.x * field.y > 0.) line = vec4(24. / 255., 1., 0., 0.);
  // Steps a pixel, as the distance tells; where it ends it jumps, and tells nothing.
  float even = mm_per_px * (-seen.z / reach) / mm_per_step;
  float slope = clamp(length(vec2(dFdx(field.z), dFdy(field.z))), .5 * even, 1.25 * even);
  float px = field.z / slope / ratio;
  if (field.x == field.y) return vec3(0.);
  float half_px = line.r * 255. / 32. / 2.;
  float soft = .6 / ratio;
  float ink_here = (1. - smoothstep(half_px - soft, half_px + soft, px)) * min(1., half_px * 2.4);
  if (line.g > .3) ink_here *= dashed();
  float cased = line.a > .9 ? 1. - smoothstep(half_px * 2. - soft, half_px * 2. + soft, px) : 0.;
  return line.a > .3 ? vec3(0., ink_here, cased) : vec3(ink_here * .8, 0., 0.);
}
float labelAt(sampler2D picture, vec2 uv) {
  ivec2 size = textureSize(picture, 0);
  return floor(texelFetch(picture, clamp(ivec2(uv * vec2(size)), ivec2(0), size - 1), 0).r * 255. + .5);
}
// The same against bare skin, to which no distance is told: how much of a small ring lies on the other side.
vec3 edged(sampler2D picture, vec3 field, int row) {
  vec2 right = dFdx(spot) * ratio, up = dFdy(spot) * ratio;
  vec2 across = vec2(0.);
  float other = 0.;
  for (int k = 0; k < 8; k += 1) {
    float angle = float(k) * .7853982;
    vec2 way = right * cos(angle) + up * sin(angle);
    float far = labelAt(picture, spot + way * 1.4), near = labelAt(picture, spot + way * .6);
    if ((far > 0.) != (field.x > 0.)) {
      across.x += .25;
      other = max(other, far);
    }
    if ((near > 0.) != (field.x > 0.)) across.y += .25;
  }
  vec4 line = colourOf(max(field.x, other), row + 1);
  float ink_here = min(1., line.r > .3 ? across.x : across.y) * step(.02, line.r);
  if (line.g > .3) ink_here *= dashed();
  return line.a > .3 ? vec3(0., ink_here, 0.) : vec3(ink_here * .8, 0., 0.);
}
void main() {
  vec3 field = fieldOf(ground, spot);
  vec3 colour = colourOf(field.x, ${ROWS.ground}).rgb;
  vec4 mark = colourOf(field.x, ${ROWS.ground} + 1);
  #ifdef OVER
  vec3 second = fieldOf(over, spot);
  vec4 laid = colourOf(second.x, ${ROWS.over});
  // Striped where two fields share the skin.
  if (second.x > 0.) colour = mix(colour, laid.rgb, field.x > 0. ? striped(9., .5, vec3(.7, .7, .3)) : 1.);
  #endif
  if (mark.b > .6) colour = mix(colour, ink, .28 * striped(8., .2, vec3(.7, -.7, .3)));
  else if (mark.b > .2) colour = mix(colour, contour, .22 * striped(9., .16, vec3(.6, .75, .3)));
  colour = mix(skin, colour, fade.x);
  if (hovered > 0. && floor(colourOf(field.x, ${ROWS.ground}).a * 255. + .5) == hovered) colour = mix(colour, vec3(1.), .22);
  vec3 n = normalize(facing), eye = normalize(-seen);
  float front = max(dot(n, eye), 0.);
  float lamp = dot(n, normalize(vec3(-.42, .62, .85)));
  float shade = .5 + .5 * smoothstep(-.55, .95, lamp) + .045 * n.y;
  colour *= shade * mix(.78, 1., smoothstep(0., .55, front));
  colour += .05 * pow(max(lamp, 0.), 14.);
  vec3 drawn = max(inked(field, ${ROWS.ground}), edged(ground, field, ${ROWS.ground}));
  #ifdef OVER
  drawn = max(drawn, max(inked(second, ${ROWS.over}), edged(over, second, ${ROWS.over})));
  #endif
  drawn *= fade.x;
  colour = mix(colour, border, drawn.x);
  colour = mix(colour, paper, drawn.z * .95);
  colour = mix(colour, ink, drawn.y);
  #ifdef NERVE
  vec3 third = fieldOf(nerve, spot);
  vec4 supplied = colourOf(third.x, ${ROWS.nerve});
  vec3 drawn_nerve = max(inked(third, ${ROWS.nerve}), edged(nerve, third, ${ROWS.nerve}));
  colour = mix(colour, supplied.rgb * shade, supplied.a * fade.y * .62 * striped(9., .42, vec3(.7, -.7, .3)));
  colour = mix(colour, paper, drawn_nerve.z * fade.y * .9);
  colour = mix(colour, ink, drawn_nerve.y * fade.y);
  #endif
  colour = mix(colour, contour, .85 * (1. - smoothstep(.05, .3, front)));
  // Nearer by, what lies far behind the point looked at recedes.
  colour = mix(colour, paper, .85 * smoothstep(240., 620., -seen.z - reach));
  gl_FragColor = vec4(colour, 1.);
}`;

/* Numbers for picking: the label, whether it lies far behind and the label laid over it, one coordinate of the skin at rest in 24 bits, or its normal at rest. */
const ASKED = `
uniform int asked;
uniform sampler2D over;
uniform float reach;
uniform vec3 low, high;
void main() {
  if (asked == 0) {
    gl_FragColor = vec4(fieldOf(ground, spot).x / 255., step(300., -seen.z - reach), fieldOf(over, spot).x / 255., 1.);
    return;
  }
  if (asked == 4) {
    gl_FragColor = vec4(normalize(upright) * .5 + .5, 1.);
    return;
  }
  vec3 part = clamp((rest - low) / (high - low), 0., .999999);
  float value = asked == 1 ? part.x : asked == 2 ? part.y : part.z;
  vec3 bits = fract(value * vec3(1., 256., 65536.));
  gl_FragColor = vec4(floor(bits * 256.) / 255., 1.);
}`;

export const skin = { vertexShader: VERTEX, fragmentShader: FIELD + SKIN };
export const asked = { vertexShader: VERTEX, fragmentShader: FIELD + ASKED };

/** A coordinate from the three bytes that ASKED writes, 0 to 1. */
export const fromBytes = (/** @type {number[]} */ [r, g, b]) => (r + g / 256 + b / 65536) / 256;
