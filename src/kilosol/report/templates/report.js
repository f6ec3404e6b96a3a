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
      // One tap reaches the library as a touch and as a click, and it would take the two for a double click.
      doubleClick: coarse.matches ? false : "reset+autosize",
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

// The year of a station is drawn as the range of each sol. Where a reader zooms in, it resolves to hours: the page
// holds every hour, and samples what is in view to about one point for each pixel.
(() => {
  const MOST_POINTS = 1000;
  const NARROWEST = 2; // sols

  function unpack(text) {
    const year = JSON.parse(text);
    for (const [name, value] of Object.entries(year))
      if (typeof value === "string")
        year[name] = new Float32Array(Uint8Array.from(atob(value), (sign) => sign.charCodeAt(0)).buffer);
    return year;
  }

  // Points of one trace between two sols, `step` hours in each.
  function sample(values, perSol, draws, from, to, step) {
    const first = Math.max(0, Math.floor((from * perSol) / step) * step);
    const last = Math.min(values.length, Math.ceil((to * perSol) / step) * step);
    const x = [], low = [], mean = [], high = [];
    for (let start = first; start < last; start += step) {
      const end = Math.min(start + step, last);
      let least = Infinity, most = -Infinity, sum = 0;
      for (let i = start; i < end; i += 1) {
        least = Math.min(least, values[i]);
        most = Math.max(most, values[i]);
        sum += values[i];
      }
      x.push((start + end - 1) / 2 / perSol);
      low.push(least);
      mean.push(sum / (end - start));
      high.push(most);
    }
    if (draws === "range") return { x: x.concat(x.slice().reverse()), y: high.concat(low.reverse()) };
    return { x, y: draws === "least" ? low : mean };
  }

  function resolve(place, text) {
    let year = null, start = null;
    const key = (trace) => "xaxis" + (trace.xaxis || "x").slice(1);
    const span = (axis) => place.layout[axis].range.map(Number);

    function view(yearRange, hoursRange) {
      const { perSol, nSols, titles, shapes, yearAxes, hoursAxis } = start;
      const inView = (yearRange[1] - yearRange[0]) * perSol;
      const isWhole = inView >= nSols * perSol;
      const step = isWhole ? perSol : [1, 2, 3, 4, 6, 8, 12].find((n) => n < perSol && inView / n <= MOST_POINTS) || perSol;
      const xs = [], ys = [], traces = [];
      place.data.forEach((trace, index) => {
        const values = trace.meta && year[trace.meta.series];
        if (!values) return;
        const isHours = trace.meta.draws === "hours";
        const [from, to] = isHours ? hoursRange : yearRange;
        const margin = to - from; // so that a drag sideways finds something
        const { x, y } = sample(values, perSol, trace.meta.draws, from - margin, to + margin, isHours ? 1 : step);
        xs.push(x);
        ys.push(y);
        traces.push(index);
      });
      const layout = { [hoursAxis + ".range"]: hoursRange };
      const words = step === 1 ? "hour by hour" : step === perSol ? "range of each sol" : `range of each ${step} h`;
      for (const [index, text] of titles) layout[`annotations[${index}].text`] = text.replace(/: .*/, ": " + words);
      // A frame in the year shows where the hours below are.
      const isSame = Math.abs(yearRange[0] - hoursRange[0]) + Math.abs(yearRange[1] - hoursRange[1]) < 1 / perSol;
      const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
      yearAxes.forEach((axis, i) => {
        const frame = {
          type: "rect", x0: hoursRange[0], x1: hoursRange[1], y0: 0, y1: 1, visible: !isSame,
          xref: axis.replace("axis", ""), yref: axis.replace("xaxis", "y") + " domain",
          line: { width: 1, color: ink }, fillcolor: "rgba(0,0,0,0)",
        };
        const name = `shapes[${shapes + i}]`;
        if ((place.layout.shapes || []).length <= shapes + i) layout[name] = frame;
        else for (const part of ["x0", "x1", "visible"]) layout[`${name}.${part}`] = frame[part];
      });
      place.dataset.hoursInPoint = step;
      return Plotly.update(place, { x: xs, y: ys }, layout, traces);
    }

    const within = ([from, to], width) => {
      const kept = Math.min(Math.max(to - from, NARROWEST), width, start.nSols);
      const middle = Math.min(Math.max((from + to) / 2, kept / 2), start.nSols - kept / 2);
      return [middle - kept / 2, middle + kept / 2];
    };

    function moved(event) {
      const keys = Object.keys(event);
      const has = (axis) => keys.some((name) => name === axis + ".range" || name.startsWith(axis + ".range[") || name === axis + ".autorange");
      const isYear = start.yearAxes.some(has), isHours = has(start.hoursAxis);
      if (!isYear && !isHours) return;
      const yearRange = has(start.yearAxes[0]) || isYear ? within(span(start.yearAxes[0]), start.nSols) : span(start.yearAxes[0]);
      let hoursRange = span(start.hoursAxis);
      if (isYear && !isHours) {
        const width = yearRange[1] - yearRange[0];
        if (width >= start.nSols) hoursRange = start.hardest;
        else if (width <= start.mostSols) hoursRange = yearRange;
      }
      view(yearRange, within(hoursRange, start.mostSols));
    }

    function tapped(event) {
      const point = event.points[0];
      if (point.data.meta && point.data.meta.draws === "hours") return;
      const [from, to] = span(start.hoursAxis), half = (to - from) / 2;
      view(span(start.yearAxes[0]), within([point.x - half, point.x + half], start.mostSols));
    }

    place.addEventListener("kilosol:drawn", () => {
      year ??= unpack(text);
      const drawn = place.data.filter((trace) => trace.meta && year[trace.meta.series]);
      const hours = drawn.find((trace) => trace.meta.draws === "hours");
      const perSol = year.steps_per_sol;
      start = {
        perSol,
        nSols: year[drawn[0].meta.series].length / perSol,
        mostSols: year.most_sols,
        hoursAxis: key(hours),
        yearAxes: [...new Set(drawn.filter((trace) => trace.meta.draws !== "hours").map(key))].sort(),
        hardest: span(key(hours)),
        shapes: (place.layout.shapes || []).length,
        titles: [...(place.layout.annotations || []).entries()]
          .filter(([, one]) => one.text.endsWith("range of each sol"))
          .map(([index, one]) => [index, one.text]),
      };
      place.removeListener("plotly_relayout", moved);
      place.removeListener("plotly_click", tapped);
      place.on("plotly_relayout", moved);
      place.on("plotly_click", tapped);
      view(span(start.yearAxes[0]), start.hardest);
    });
  }

  for (const node of document.querySelectorAll("script.hours")) {
    const place = document.getElementById("plot-" + node.dataset.figure);
    const hint = document.createElement("p");
    hint.className = "hint screen";
    hint.textContent = matchMedia("(pointer: coarse)").matches
      ? "Tap a sol of the year to bring its hours into the lowest row; the buttons move all rows."
      : "Drag over the year to see its hours; click a sol to bring its hours into the lowest row; double-click for the whole year.";
    place.after(hint);
    resolve(place, node.textContent);
  }
})();

// Paper is narrower than most screens, and no figure hears of it in time: they are set to its width before, and back after.
(() => {
  const PAPER_WIDTH = 680; // pixels of A4 and Letter within their margins and a figure's own
  const set = (size) => {
    for (const place of document.querySelectorAll(".plot")) {
      if (!place.data) continue;
      // A flow diagram glides to a new size, and paper would catch it on the way: it is drawn afresh.
      if (place.data.some((trace) => trace.type === "sankey"))
        Plotly.newPlot(place, place.data, { ...place.layout, ...size }, { responsive: true, displaylogo: false });
      else Plotly.relayout(place, size);
    }
  };
  addEventListener("beforeprint", () => set({ width: PAPER_WIDTH, autosize: false }));
  addEventListener("afterprint", () => set({ width: null, autosize: true }));
})();
