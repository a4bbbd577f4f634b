(function () {
  "use strict";
  // The theme that the reader chose, kept where the browser lets a page keep something; else that of the system.
  var root = document.documentElement, key = "standpoint-theme";
  // The window's name first: a page opened right behind the click may still be given what was stored before it.
  function kept(value) {
    try {
      if (value === undefined) return window.name.split(key + "=")[1] || localStorage.getItem(key);
      window.name = key + "=" + value;
      localStorage.setItem(key, value);
    } catch (error) { /* a page from a file may not be allowed to */ }
    return null;
  }
  var chosen = kept();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("theme");
    if (!button) return;
    var system = matchMedia("(prefers-color-scheme: dark)");
    function dark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
    function show() {
      button.setAttribute("aria-pressed", String(dark()));
    }
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      kept(root.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    button.hidden = false;
    show();
  });
})();
