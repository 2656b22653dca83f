// What pages cannot do without a script: follow the sound, jump to a second, keys. Everything else works without it.
(() => {
  "use strict";
  const LEAD_S = 1;
  const byId = (id) => document.getElementById(id);
  const sound = byId("sound");
  const turns = [...document.querySelectorAll(".turn")].map((item) => ({ item, start: +item.dataset.start, end: +item.dataset.end }));
  let current = null;

  const follow = () => {
    const ms = sound.currentTime * 1000;
    const x = String((ms / sound.dataset.duration) * 1000);
    for (const line of [byId("cursor"), byId("wave-line")]) {
      if (line) { line.setAttribute("x1", x); line.setAttribute("x2", x); }
    }
    const now = turns.findLast((turn) => turn.start <= ms && ms < turn.end + 500) || null;
    if (now === current) return;
    current?.item.classList.remove("now");
    current = now;
    if (!now) return;
    now.item.classList.add("now");
    if (!sound.paused) now.item.scrollIntoView({ block: "nearest" });
  };

  const playFrom = (ms, lead = LEAD_S) => {
    if (!sound) return;
    sound.currentTime = Math.max(ms / 1000 - lead, 0);
    sound.play().catch(() => {});
    follow();
  };

  const speed = (step) => {
    const choice = byId("speed");
    choice.selectedIndex = Math.min(Math.max(choice.selectedIndex + step, 0), choice.options.length - 1);
    sound.playbackRate = +choice.value;
  };

  let evidence = -1;
  const nextEvidence = () => {
    const marks = [...document.querySelectorAll("[data-evidence]")];
    if (!marks.length) return;
    evidence = (evidence + 1) % marks.length;
    const mark = marks[evidence];
    mark.closest("[data-criterion]").focus();
    playFrom(+mark.dataset.ms);
  };

  const chosen = () => document.activeElement?.closest?.("[data-criterion]");
  const move = (step) => {
    const all = [...document.querySelectorAll("[data-criterion]")];
    const place = all.indexOf(chosen());
    all[Math.min(Math.max(place + step, 0), all.length - 1)]?.focus();
  };
  const quick = (key) => chosen()?.querySelector(`[data-quick="${key}"]`);

  const keys = {
    " ": () => sound && (sound.paused ? sound.play().catch(() => {}) : sound.pause()),
    j: () => sound && (sound.currentTime -= 5),
    l: () => sound && (sound.currentTime += 5),
    "[": () => sound && speed(-1),
    "]": () => sound && speed(1),
    n: nextEvidence,
    ArrowDown: () => chosen() && move(1),
    ArrowUp: () => chosen() && move(-1),
    c: () => move(1),
    ".": () => byId("next-call")?.click(),
  };
  const isTyping = (target) => target.closest("input, textarea, select") || target.isContentEditable;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if ((event.key === " " || event.key === "Enter") && event.target.closest("button, a, summary, audio")) return;
    const press = quick(event.key);
    if (press) {
      event.preventDefault();
      press.click();
      if (event.key === "u") press.parentElement.querySelector("textarea")?.focus();
      return;
    }
    const act = (event.key.startsWith("Arrow") && !chosen()) ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const at = event.target.closest("[data-ms]");
    if (at) {
      if (byId("comment-at")) byId("comment-at").value = clock(+at.dataset.ms);
      playFrom(+at.dataset.ms);
    }
    const key = event.target.closest("[data-key]");
    if (key) keys[key.dataset.key]();
    if (event.target.closest(".wave, .wave-cursor")) {
      const box = event.target.getBoundingClientRect();
      playFrom(((event.clientX - box.left) / box.width) * sound.dataset.duration, 0);
    }
  });

  const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

  if (sound) {
    sound.addEventListener("timeupdate", follow);
    sound.addEventListener("seeked", follow);
    sound.addEventListener("error", () => { byId("sound-fault").hidden = false; });
    byId("speed").addEventListener("change", () => speed(0));
    const light = byId("light");
    const heavy = sound.getAttribute("src");
    const choose = () => { sound.src = light.checked ? light.dataset.light : heavy; };
    light.checked = Boolean(navigator.connection?.saveData) || /2g|3g/.test(navigator.connection?.effectiveType || "");
    if (light.checked) choose();
    light.addEventListener("change", choose);
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.matches?.("[data-criterion]")) event.detail.elt.focus();
  });
  if (location.hash.startsWith("#c-")) document.querySelector(location.hash)?.focus();
})();
