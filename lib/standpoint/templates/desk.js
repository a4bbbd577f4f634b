// A chart of the desk: its bars, points and labels are buttons that tell which row of data they stand for.
const XLINK = "http://www.w3.org/1999/xlink";

function render({ model, el }) {
  el.classList.add("standpoint-chart");

  function draw() {
    const parsed = new DOMParser().parseFromString(model.get("svg"), "image/svg+xml").documentElement;
    el.replaceChildren();
    if (parsed.localName !== "svg") return;
    const svg = document.importNode(parsed, true);
    svg.setAttribute("role", "group");
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    const reached = new Set();
    for (const link of svg.querySelectorAll("a")) {
      const found = /#row-(\d+)$/.exec(link.getAttributeNS(XLINK, "href") || link.getAttribute("href") || "");
      link.removeAttributeNS(XLINK, "href");
      link.removeAttribute("href");
      link.removeAttribute("tabindex");
      if (!found) continue;
      link.dataset.row = found[1];
      if (reached.has(found[1])) continue; // one stop of the tab key a row
      reached.add(found[1]);
      link.setAttribute("tabindex", "0");
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", link.querySelector("title")?.textContent ?? "");
    }
    el.append(svg);
    mark();
  }

  function mark() {
    const chosen = String(model.get("row"));
    let any = false;
    for (const link of el.querySelectorAll("a[data-row]")) {
      const is = link.dataset.row === chosen;
      any ||= is;
      link.classList.toggle("chosen", is);
      if (link.hasAttribute("role")) link.setAttribute("aria-pressed", is);
    }
    el.classList.toggle("has-choice", any);
  }

  function choose(event) {
    const link = event.target.closest?.("a[data-row]");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    model.set("row", Number(link.dataset.row));
    model.save_changes();
  }

  el.addEventListener("click", choose);
  el.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") choose(event);
  });
  model.on("change:svg", draw);
  model.on("change:row", mark);
  draw();
}

export default { render };
