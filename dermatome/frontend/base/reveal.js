/* Brings into sight what was asked for further down a page; what is said again at another run stays where it is. */

export default class Reveal {
  update({ id, asked }) {
    if (this.asked === asked) return;
    this.asked = asked;
    requestAnimationFrame(() => {
      const there = document.getElementById(id);
      const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
      there?.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
    });
  }

  dispose() {}
}
