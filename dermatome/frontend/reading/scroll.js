/* The browser looks for the address's #section before Streamlit has drawn it; this looks again afterwards, and
 * once more when the page above it has taken its final height. A passage found by search is marked. */

export default class Scroll {
  update() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (!id) return;
    const go = () => {
      const there = document.getElementById(id);
      there?.scrollIntoView();
      if (id.startsWith("p-")) there?.classList.add("found");
    };
    requestAnimationFrame(go);
    document.fonts.ready.then(() => requestAnimationFrame(go));
  }

  dispose() {}
}
