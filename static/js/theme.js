// Sets the theme before the first paint: the chosen one, else the device's. Loaded blocking, in the head.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.bsTheme = root.dataset.themeChoice || (device.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  root.classList.add("js");
  apply();
  device.addEventListener("change", apply);
})();
