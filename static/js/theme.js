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
  // Paper is white: charts and colours are those of the light theme while the page is printed.
  addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
  addEventListener("afterprint", apply);
})();
