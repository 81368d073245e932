// Tabs as the WAI-ARIA Authoring Practices have them: one stop, arrows move and show, Home and End.

function move(tabs, event) {
  const at = tabs.indexOf(event.currentTarget);
  const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
  const steps = { ArrowRight: rightToLeft ? -1 : 1, ArrowLeft: rightToLeft ? 1 : -1 };
  const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : at + (steps[event.key] ?? NaN);
  return Number.isNaN(to) ? undefined : tabs[(to + tabs.length) % tabs.length];
}

/** Makes tabs of the buttons in `list`; `onshow` hears the id of the panel that is shown. */
export function makeTabs(list, onshow) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const show = (shown) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === shown));
      tab.tabIndex = tab === shown ? 0 : -1;
      panel(tab).hidden = tab !== shown;
    }
    onshow(panel(shown).id);
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      const next = move(tabs, event);
      if (!next) return;
      event.preventDefault();
      show(next);
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }
  return () => panel(tabs.find((tab) => tab.getAttribute("aria-selected") === "true")).id;
}
