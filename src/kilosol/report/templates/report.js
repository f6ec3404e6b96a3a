"use strict";
(() => {
  const theme = JSON.parse(document.getElementById("theme").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const coarse = matchMedia("(pointer: coarse)");
  const texts = new Map(), places = new Map();
  for (const node of document.querySelectorAll("script.payload")) {
    const place = document.getElementById("plot-" + node.dataset.figure);
    texts.set(node.dataset.figure, node);
    places.set(node.dataset.figure, place);
    // Room is kept from the start: a figure that is drawn late moves nothing.
    place.style.minHeight = place.dataset.height + "px";
  }
  const hint = (name, isHidden) => { document.getElementById("hint-" + name).hidden = isHidden; };
  for (const name of texts.keys()) hint(name, true);

  // Figures are stored in light colours; every one of them has a dark partner.
  const partner = new Map(theme.swaps);
  const coloured = (text, isDark) =>
    JSON.parse(isDark ? text.replace(/#[0-9a-f]{6}/g, (hex) => partner.get(hex) ?? hex) : text);

  const drawn = new Set(), wanted = new Set();
  function draw(name, isDark) {
    const place = places.get(name);
    const figure = coloured(texts.get(name).textContent, isDark);
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
    wanted.delete(name);
    drawn.add(name);
    Plotly.react(place, figure.data, figure.layout, {
      responsive: true,
      displaylogo: false,
      modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
      toImageButtonOptions: { format: "png", scale: 2, filename: "kilosol-" + name },
    });
    place.dispatchEvent(new Event("kilosol:drawn"));
    document.documentElement.dataset.drawn = String(drawn.size);
  }
  const drawAll = (isDark) => { for (const name of texts.keys()) draw(name, isDark); };

  // The library is large: it stands in the page as text, or has an address, and is run once the answers are
  // painted and the page has nothing better to do.
  let library = null;
  function begin() {
    library ??= new Promise((resolve, reject) => {
      performance.mark("drawing");
      const kept = document.getElementById("library"), script = document.createElement("script");
      if (!kept) return resolve(); // the page has loaded it by itself
      script.onload = resolve;
      script.onerror = reject;
      if (kept.dataset.src) script.src = kept.dataset.src;
      else script.textContent = kept.textContent;
      document.head.append(script);
      if (!kept.dataset.src) resolve();
    }).catch(() => {
      // Without it the page says where the numbers stand instead.
      for (const name of texts.keys()) hint(name, false);
      throw new Error("the figure library did not come");
    });
    return library;
  }

  // One figure in a slice, those in sight first, and none that nobody is near: the page answers in between.
  const later = (work, patience) =>
    (globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: patience }) : setTimeout(work));
  const inSight = (name) => {
    const box = places.get(name).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  let isDrawing = false;
  function drawNext() {
    isDrawing = false;
    if (wanted.size) draw([...wanted].find(inSight) ?? wanted.values().next().value, dark.matches);
    drawSoon();
  }
  function drawSoon() {
    if (isDrawing || !wanted.size) return;
    isDrawing = true;
    begin().then(() => later(drawNext, 300), () => {});
  }
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const name = entry.target.id.slice(5);
      if (entry.isIntersecting && !drawn.has(name)) wanted.add(name);
      else wanted.delete(name);
    }
    drawSoon();
  }, { rootMargin: "400px 0px" });
  const watch = () => { for (const place of places.values()) near.observe(place); };

  // Painted first; a page that nobody sees yet gets no frame.
  let isAwake = false;
  const wake = () => {
    if (isAwake) return;
    isAwake = true;
    later(() => { begin().catch(() => {}); watch(); }, 1000);
  };
  requestAnimationFrame(() => setTimeout(wake));
  setTimeout(wake, 1000);

  globalThis.kilosol = {
    // For whoever needs figures that nobody has scrolled to: pictures, paper.
    drawAll: () => begin().then(() => { for (const name of texts.keys()) if (!drawn.has(name)) draw(name, dark.matches); }),
  };
  dark.addEventListener("change", (event) => { for (const name of drawn) draw(name, event.matches); });
  // Paper is white, whatever the screen, and shows every figure.
  addEventListener("beforeprint", () => {
    begin().catch(() => {});
    if (globalThis.Plotly && (dark.matches || drawn.size < texts.size)) drawAll(false);
    for (const fold of document.querySelectorAll("details:not([open])")) { fold.open = true; fold.dataset.folded = ""; }
  });
  addEventListener("afterprint", () => {
    if (dark.matches && globalThis.Plotly) drawAll(true);
    for (const fold of document.querySelectorAll("details[data-folded]")) { fold.open = false; delete fold.dataset.folded; }
  });
})();
