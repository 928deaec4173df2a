/* What makes the pages smoother where scripts run; every page works without it.
   No syntax younger than ES2018: the floor is Chromium 78. */
(function () {
  "use strict";

  function all(selector, root) {
    return Array.from((root || document).querySelectorAll(selector));
  }

  function closest(event, selector) {
    return event.target instanceof Element ? event.target.closest(selector) : null;
  }

  /* <input type="file" data-auto-submit>: choosing a file sends its form. */
  document.addEventListener("change", function (event) {
    const input = closest(event, "[data-auto-submit]");
    if (!input || !input.form || !input.value) return;
    if (input.form.requestSubmit) input.form.requestSubmit(); else input.form.submit();
  });

  /* <button type="button" data-copy="text" data-copied="Copied">. The clipboard interface
     exists on https only, and many an intranet has none: then the older way. */
  function copyTheOldWay(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.appendChild(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  document.addEventListener("click", function (event) {
    const button = closest(event, "[data-copy]");
    if (!button) return;
    const text = button.dataset.copy;
    const copying = navigator.clipboard ? navigator.clipboard.writeText(text) : copyTheOldWay(text);
    copying.then(function () {
      button.setAttribute("aria-live", "polite");
      button.textContent = button.dataset.copied || button.textContent;
      button.focus();
    }, function () {
      window.getSelection().selectAllChildren(button.parentElement);
    });
  });

  /* <table data-grid>: one stop for the Tab key, arrows from cell to cell, Enter opens.
     <div data-grid="columns">: the same of lists that stand beside each other. */
  function makeGrid(table) {
    const arrows = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"], place = { row: 0, column: 0 };
    const isTable = table.dataset.grid !== "columns";
    const keys = (isTable ? arrows : arrows.slice(2).concat(arrows)).slice(0, 4).concat("Home", "End");
    const rows = all("tbody tr, [data-column]", table).map(function (row) {
      return all(".cell, [data-cell]", row);
    }).filter(function (cells) { return isTable || cells.length; });
    if (isTable) table.setAttribute("role", "grid");
    rows.forEach(function (cells) { cells.forEach(function (cell) { cell.tabIndex = -1; }); });
    function goTo(row, column, moveFocus) {
      const cells = rows[row] || [];
      const cell = cells[row === place.row ? column : Math.min(column, cells.length - 1)];
      if (!cell) return;
      rows[place.row][place.column].tabIndex = -1;
      place.row = row;
      place.column = cells.indexOf(cell);
      cell.tabIndex = 0;
      if (moveFocus) cell.focus();
    }
    table.addEventListener("focusin", function (event) {
      rows.forEach(function (cells, row) {
        const column = cells.indexOf(event.target);
        if (column >= 0) goTo(row, column, false);
      });
    });
    table.addEventListener("keydown", function (event) {
      if (!closest(event, ".cell, [data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = place.row, column = place.column, last = rows[row].length - 1;
      const target = [[row - 1, column], [row + 1, column], [row, column - 1], [row, column + 1],
        [row, 0], [row, last]][keys.indexOf(event.key)];
      if (!target) return;
      event.preventDefault();
      goTo(target[0], target[1], true);
    });
    const first = rows[0] || [], newest = first[first.length - 1], wrap = table.parentElement;
    if (newest) first[0].tabIndex = 0;
    if (newest) wrap.scrollLeft = newest.getBoundingClientRect().right - wrap.getBoundingClientRect().right + 8;
  }

  all("[data-grid]").forEach(makeGrid);

  /* The admin's tables of related records name their fields in the heading only. */
  all(".inline-group td[class^='field-']").forEach(function (cell) {
    const column = ".column-" + cell.classList[0].slice("field-".length);
    const heading = cell.closest("table").querySelector(column);
    const control = cell.querySelector("input:not([type=hidden]), select, textarea");
    if (heading && control) control.setAttribute("aria-label", heading.textContent.trim());
  });

  /* <form data-guard>: leaving with something typed and not sent asks first. */
  const touched = new Set();
  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-guard")) touched.add(form);
  });
  document.addEventListener("submit", function (event) { touched.delete(event.target); });
  window.addEventListener("beforeunload", function (event) {
    if (!touched.size) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* <div data-refresh="3">: a job under way is looked at again where htmx does not run. */
  const waiting = document.querySelector("[data-refresh]");
  if (waiting && !window.htmx) {
    window.setTimeout(function () { window.location.reload(); }, waiting.dataset.refresh * 1000);
  }

  /* <div data-vanish="60">: in sight for so many seconds; then what follows takes its place. */
  all("[data-vanish]").forEach(function (one) {
    const after = one.nextElementSibling || {};
    window.setTimeout(function () { one.remove(); after.hidden = false; }, one.dataset.vanish * 1000);
  });

  /* <a data-key="u">: one key presses it. Never while typing, nor while an input method
     composes: half a pinyin syllable is not a command. Whoever is disturbed turns it off. */
  const KEYS_OFF = "manyi.keys-off";
  const keySwitch = document.querySelector("[data-keys-switch]");

  function keysAreOff() { return window.localStorage.getItem(KEYS_OFF) === "1"; }

  function wordSwitch() { keySwitch.textContent = keySwitch.dataset[keysAreOff() ? "off" : "on"]; }

  if (keySwitch && document.querySelector("[data-key]")) {
    keySwitch.hidden = false;
    wordSwitch();
    keySwitch.addEventListener("click", function () {
      window.localStorage.setItem(KEYS_OFF, keysAreOff() ? "0" : "1");
      wordSwitch();
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || keysAreOff()) return;
    if (closest(event, "input, select, textarea, [contenteditable]")) return;
    const pressed = all("[data-key]").find(function (one) { return one.dataset.key === event.key; });
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
})();
