// Light, dark, or as the system has it. The choice is kept in this browser alone.

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const KEY = "copydesk-theme";

/** Private windows may refuse storage; the choice then lasts as long as the page. */
function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing depends on it.
  }
}

/** Starts with the kept theme and lets a button go through the three. */
export function startTheme(button) {
  let theme = NEXT[stored()] ? stored() : "auto";
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener("click", () => {
    theme = NEXT[theme];
    keep(theme);
    apply();
  });
  apply();
}
