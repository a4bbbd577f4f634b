(function () {
  "use strict";
  // Search over the articles and statements of the report, read from the index beside the page when it is first used.
  // Whatever comes from an article is set as text, never as HTML.
  var SHOWN = 40, AROUND = 90, INDEX = /^([a-z0-9-]+\/|(\.\.\/)*)articles\/search\.js$/;
  var shelves = [], form, field, panel, status, list, waiting, asked = false;

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }
  // Small letters without accents, as many as there were, so that a place in one is a place in the other.
  function fold(text) {
    return text.replace(/[^\x00-\x7f]/g, function (c) {
      return (c.normalize("NFD")[0] || c).toLowerCase()[0] || c;
    }).toLowerCase();
  }
  function terms(query) {
    var found = [], each = /"([^"]+)"|(\S+)/g, match;
    while ((match = each.exec(fold(query)))) {
      var term = (match[1] || match[2]).replace(/"/g, "").trim();
      if (term) found.push(term);
    }
    return found;
  }
  function holds(text, wanted) {
    return wanted.every(function (term) { return text.indexOf(term) >= 0; });
  }

  // Called by each index as it is loaded.
  window.standpointIndex = function (shelf) {
    var source = document.currentScript && document.currentScript.src;
    if (!source) return;
    shelf.base = source.replace(/search\.js$/, "");
    shelf.articles.forEach(function (a) {
      a.head = fold(a.title + " " + a.outlet + " " + a.day);
      a.body = fold(a.text);
    });
    shelf.statements.forEach(function (s) {
      var article = shelf.articles[s.article], from = s.title ? article.title : article.text;
      s.words = from.slice(s.start, s.end);
      s.folded = fold(s.speaker + " " + s.words);
    });
    shelves.push(shelf);
    if (field.value.trim()) look();
  };
  function load() {
    if (asked) return;
    asked = true;
    form.dataset.indexes.split(" ").forEach(function (address) {
      if (!INDEX.test(address)) return;
      var script = document.createElement("script");
      script.src = address;
      script.onerror = function () { status.textContent = "The search index is missing beside this page."; };
      document.head.append(script);
    });
  }

  function marked(into, text, wanted) {
    var folded = fold(text), first = -1;
    wanted.forEach(function (term) {
      var at = folded.indexOf(term);
      if (at >= 0 && (first < 0 || at < first)) first = at;
    });
    var start = Math.max(0, Math.max(0, first) - AROUND), end = Math.min(text.length, Math.max(0, first) + 2 * AROUND);
    if (start > 0) start = Math.max(start, text.lastIndexOf(" ", first - AROUND / 2) + 1);
    if (start > 0) into.append("… ");
    var at = start;
    while (at < end) {
      var next = end, length = 0;
      wanted.forEach(function (term) {
        var found = folded.indexOf(term, at);
        if (found >= 0 && (found < next || (found === next && term.length > length))) { next = found; length = term.length; }
      });
      into.append(text.slice(at, next));
      if (!length) break;
      into.append(make("mark", "", text.slice(next, next + length)));
      at = next + length;
    }
    if (end < text.length) into.append(" …");
  }
  function result(kind, title, place, text, href, wanted) {
    var item = make("li"), link = make("a", "found");
    link.href = href;
    link.append(make("span", "kind", kind), " ");
    var heading = make("span", "hit");
    marked(heading, title, wanted);
    link.append(heading, make("span", "place", place));
    if (text) {
      var words = make("span", "words");
      marked(words, text, wanted);
      link.append(words);
    }
    item.append(link);
    return item;
  }
  function count(n, word) { return n.toLocaleString("en") + " " + word + (n === 1 ? "" : "s"); }

  function look() {
    var wanted = terms(field.value), articles = [], statements = [], left = [];
    var place = links().indexOf(document.activeElement);  // an index that comes late takes nobody's place in the list
    clearTimeout(waiting);
    list.textContent = "";
    panel.hidden = !field.value.trim();
    if (panel.hidden) return;
    if (!shelves.length) { status.textContent = "Loading the index …"; return; }
    shelves.forEach(function (shelf) {
      if (shelf.covered < shelf.total) left.push("the newest " + shelf.covered.toLocaleString("en") + " of " + count(shelf.total, "article") + " of " + shelf.name);
      shelf.articles.forEach(function (a) {
        if (wanted.length && holds(a.head + " " + a.body, wanted)) articles.push([holds(a.head, wanted) ? 1 : 0, a, shelf]);
      });
      shelf.statements.forEach(function (s) {
        if (wanted.length && holds(s.folded, wanted)) statements.push([s, shelf]);
      });
    });
    articles.sort(function (x, y) { return y[0] - x[0] || (x[1].day < y[1].day ? 1 : x[1].day > y[1].day ? -1 : 0); });
    var half = Math.max(SHOWN / 2, SHOWN - statements.length), shown = articles.slice(0, half);
    var room = SHOWN - shown.length;
    shown.forEach(function (found) {
      var a = found[1], text = holds(fold(a.title), wanted) ? "" : a.text;
      list.append(result("Article", a.title || "No headline", a.outlet + ", " + (a.day || "no date"), text, found[2].base + a.file, wanted));
    });
    statements.slice(0, room).forEach(function (found) {
      var s = found[0], a = found[1].articles[s.article];
      list.append(result("Statement", s.speaker, a.outlet + ", " + (a.day || "no date"), s.words, found[1].base + a.file + "#statement-" + s.number, wanted));
    });
    var total = articles.length + statements.length, told = count(articles.length, "article") + " and " + count(statements.length, "statement");
    if (total > list.children.length) told += "; " + list.children.length + " are shown";
    if (left.length) told += ". Searched: " + left.join(", ");
    if (place >= 0 && links().length) links()[Math.min(place, links().length - 1)].focus();
    status.textContent = total ? told + "." : "Nothing found" + (left.length ? " in " + left.join(", ") : "") + ".";
  }

  function links() { return Array.prototype.slice.call(list.querySelectorAll("a")); }

  function move(event) {
    var found = links(), at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && found.length) found[Math.min(at + 1, found.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (at ? found[at - 1] : field).focus();
    else if (event.key === "Enter" && event.target === field && found.length) found[0].click();
    else if (event.key === "Escape") { field.value = ""; look(); field.focus(); }
    else return;
    event.preventDefault();
  }

  document.addEventListener("DOMContentLoaded", function () {
    form = document.getElementById("search");
    if (!form) return;
    field = document.getElementById("search-field");
    panel = document.getElementById("search-results");
    status = document.getElementById("search-status");
    list = document.getElementById("search-list");
    form.hidden = false;
    form.addEventListener("keydown", move);
    field.addEventListener("focus", load);
    field.addEventListener("input", function () {
      load();
      clearTimeout(waiting);
      waiting = setTimeout(look, 120);
    });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    });
    document.addEventListener("click", function (event) { if (!form.contains(event.target)) panel.hidden = true; });
    field.addEventListener("click", function () { panel.hidden = !field.value.trim(); });
    if (field.value.trim()) { load(); look(); }
  });
})();
