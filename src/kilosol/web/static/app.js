"use strict";
(() => {
  const told = document.getElementById("told");
  const tell = (text) => { told.textContent = text; };

  // --- Copy as CLI, copy as Python. ---
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // No clipboard without a secure address: select the text, so that the usual keys copy it.
      getSelection().selectAllChildren(source);
      tell("Selected; copy it with the keyboard");
      return;
    }
    const words = button.textContent;
    button.textContent = "Copied";
    tell("Copied");
    setTimeout(() => { button.textContent = words; }, 1500);
  });

  // --- The form: marks beside fields follow what the server said of them. ---
  const form = document.getElementById("scenario");
  const marked = () => {
    for (const said of form.querySelectorAll(".said")) {
      const field = said.closest(".field");
      const changed = said.dataset.changed === "yes", bad = said.dataset.bad === "yes";
      field.classList.toggle("changed", changed);
      field.classList.toggle("bad", bad);
      for (const control of field.querySelectorAll("input:not([type=hidden]), select")) {
        if (bad) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
      }
      const reset = field.querySelector(".reset");
      if (!changed && document.activeElement === reset) field.querySelector("input:not([type=hidden]), select").focus();
      reset.hidden = !changed;
    }
    for (const group of form.querySelectorAll(".group")) {
      const count = group.querySelectorAll(".field.changed").length;
      group.toggleAttribute("data-changed", count > 0);
      group.querySelector(".count").dataset.n = String(count);
    }
  };
  if (form) {
    marked();
    document.body.addEventListener("htmx:afterSettle", marked);
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-reset]");
      if (!button) return;
      const field = button.closest(".field");
      for (const control of field.querySelectorAll("input:not([type=hidden]), select")) {
        if (control.type === "checkbox") control.checked = control.dataset.base === "on";
        else control.value = control.dataset.base;
      }
      field.querySelector("input:not([type=hidden]), select").dispatchEvent(new Event("change", { bubbles: true }));
    });
    // A link to a changed field opens the group that holds it.
    form.addEventListener("click", (event) => {
      const link = event.target.closest(".changes a");
      if (!link) return;
      const target = document.getElementById(link.hash.slice(1));
      target.closest("details").open = true;
      target.focus();
    });
  }

  // --- Progress of a run, told by the server as it comes. ---
  const over = new Set(["done", "failed", "cancelled"]);
  for (const place of document.querySelectorAll("[data-follow]")) {
    const words = place.querySelector(".stage"), bar = place.querySelector("progress");
    const source = new EventSource("/runs/" + place.dataset.follow + "/events");
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (over.has(event.kind)) {
        source.close();
        location.reload();
      } else if (event.kind === "stage") {
        words.textContent = event.name === "starting" ? "Starting" : `Stage ${event.index + 1} of ${event.total}: ${event.name}`;
        bar.max = event.total;
        bar.value = event.index;
      } else {
        words.textContent = event.position + " in the queue";
      }
    };
  }

  const ahead = document.querySelector(".progress") && document.getElementById("library");
  if (ahead) {
    const load = () => {
      const script = document.createElement("script");
      script.src = ahead.dataset.src;
      document.head.append(script);
    };
    if (globalThis.requestIdleCallback) requestIdleCallback(load); else setTimeout(load, 1000);
  }

  // --- The plan: a clicked point of the porkchop is flown, beside the figure. ---
  const fly = document.getElementById("fly");
  const porkchop = document.getElementById("plot-porkchop");
  if (fly && porkchop) {
    porkchop.closest(".figure").after(fly);
    fly.classList.remove("part");
    const dates = fly.querySelector("form");
    const flyTo = (depart, arrive) => {
      dates.elements.depart.value = depart.slice(0, 10);
      dates.elements.arrive.value = arrive.slice(0, 10);
      dates.requestSubmit();
    };
    // Redrawing in other colours keeps the listener.
    porkchop.addEventListener("kilosol:drawn", () => {
      porkchop.on("plotly_click", (event) => flyTo(event.points[0].x, event.points[0].y));
    }, { once: true });
  }
  const pictures = document.querySelector("[data-pictures]");
  if (pictures) {
    pictures.addEventListener("click", async () => {
      await kilosol.drawAll();
      for (const plot of document.querySelectorAll(".plot")) {
        await Plotly.downloadImage(plot, { format: "png", scale: 2, filename: "kilosol-" + plot.id.slice(5) });
      }
    });
  }
  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(".menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
