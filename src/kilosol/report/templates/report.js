"use strict";
(() => {
  const theme = JSON.parse(document.getElementById("theme").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const coarse = matchMedia("(pointer: coarse)");
  const texts = new Map();
  for (const node of document.querySelectorAll("script.payload")) texts.set(node.dataset.figure, node.textContent);

  // Figures are stored in light colours; every one of them has a dark partner.
  const partner = new Map(theme.swaps);
  const coloured = (text, isDark) =>
    JSON.parse(isDark ? text.replace(/#[0-9a-f]{6}/g, (hex) => partner.get(hex) ?? hex) : text);

  function draw(name, isDark) {
    const place = document.getElementById("plot-" + name);
    const figure = coloured(texts.get(name), isDark);
    figure.layout.template = coloured(JSON.stringify(theme.template), isDark);
    figure.layout.autosize = true;
    if (place.clientWidth < 520) {
      figure.layout.font = { size: 12 };
      // Where a flow diagram is narrow, only its ends have room for words.
      for (const { node } of figure.data.filter((trace) => trace.type === "sankey"))
        node.label = node.label.map((text) => (text.endsWith("Wh") ? text : ""));
    }
    // On a touch screen a drag over a figure must scroll the page.
    if (coarse.matches) figure.layout.dragmode = false;
    waiting.delete(name);
    Plotly.react(place, figure.data, figure.layout, {
      responsive: true,
      displaylogo: false,
      modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
      toImageButtonOptions: { format: "png", scale: 2, filename: "kilosol-" + name },
    });
    place.dispatchEvent(new Event("kilosol:drawn"));
  }

  // One figure at a time, those in sight first: the page answers between them.
  const waiting = new Set(texts.keys());
  const inSight = (name) => {
    const box = document.getElementById("plot-" + name).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const later = (work) => (globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work));
  function drawNext() {
    if (waiting.size) draw([...waiting].find(inSight) ?? waiting.values().next().value, dark.matches);
    if (waiting.size) later(drawNext);
    else document.documentElement.dataset.drawn = String(texts.size);
  }
  const drawAll = (isDark) => { for (const name of texts.keys()) draw(name, isDark); };
  const drawAgain = (isDark) => { for (const name of texts.keys()) if (!waiting.has(name)) draw(name, isDark); };

  for (const name of texts.keys()) {
    const place = document.getElementById("plot-" + name);
    place.style.minHeight = place.dataset.height + "px";
    document.getElementById("hint-" + name).hidden = true;
  }
  // The answers are painted first: a library that stands in the page as text is run only then.
  let isBegun = false;
  function begin() {
    if (isBegun) return;
    isBegun = true;
    performance.mark("drawing");
    const text = document.getElementById("library");
    if (text) {
      const library = document.createElement("script");
      library.textContent = text.textContent;
      document.head.append(library);
    }
    later(drawNext);
  }
  requestAnimationFrame(() => setTimeout(begin));
  setTimeout(begin, 1000); // a page that nobody sees yet gets no frame
  dark.addEventListener("change", (event) => drawAgain(event.matches));
  // Paper is white, whatever the screen.
  addEventListener("beforeprint", () => {
    begin();
    if (dark.matches || waiting.size) drawAll(false);
    for (const fold of document.querySelectorAll("details:not([open])")) { fold.open = true; fold.dataset.folded = ""; }
  });
  addEventListener("afterprint", () => {
    if (dark.matches) drawAll(true);
    for (const fold of document.querySelectorAll("details[data-folded]")) { fold.open = false; delete fold.dataset.folded; }
  });
})();
