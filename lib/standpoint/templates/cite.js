(function () {
  "use strict";
  // "Copy citation": to the clipboard where the browser allows it; else the text is shown selected, ready to be copied.
  function address() {
    return /^https?:$/.test(location.protocol) ? location.href.replace(/[^\/]*$/, "").replace(/[^\/]*\/$/, "") : "";
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("button[data-cites]").forEach(function (button) {
      var place = document.getElementById(button.dataset.cites);
      var told = button.nextElementSibling, base = address(), link = place && place.querySelector(".address");
      if (!place || !told) return;
      if (base && link) link.textContent = base + link.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        var text = place.textContent.replace(/\s+/g, " ").trim();
        function done() { told.textContent = "Copied."; }
        function select() {
          place.closest("details").open = true;
          var range = document.createRange();
          range.selectNodeContents(place);
          var selection = getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          var copied = false;
          try { copied = document.execCommand("copy"); } catch (error) { /* then by hand */ }
          told.textContent = copied ? "Copied." : "Selected: copy it with Ctrl+C or ⌘C.";
        }
        if (navigator.clipboard && navigator.clipboard.writeText) {
          navigator.clipboard.writeText(text).then(done, select);
        } else {
          select();
        }
      });
    });
  });
})();
