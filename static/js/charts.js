// Draws the charts of a page from the JSON beside each. ECharts is fetched only where there is a chart.
// Tooltips are drawn (richText): the content security policy allows no style attributes.
let library;
const load = (address) => library ??= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: address });
  script.onload = () => resolve(window.echarts);
  script.onerror = reject;
  document.head.append(script);
});

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = () => document.documentElement.dataset.bsTheme === "dark";
const two = (number) => String(number).padStart(2, "0");
const duration = (seconds) => `${Math.floor(seconds / 60)}:${two(Math.round(seconds % 60))}`;
const hours = (seconds) => `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds / 60) % 60))}`;
const tick = {
  percent: (value) => `${Math.round(value * 1000) / 10}%`,
  seconds: duration,
  duration: hours,
  number: (value) => value.toLocaleString("en-US"),
};

// Lines that the names over a chart take; the plot begins below the last of them.
function legendRows(names, width, gap) {
  const long = (name) => 20 + [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e80 ? 13 : 7.2), 0);
  let [rows, used] = [1, 0];
  for (const name of names) {
    if (used && used + long(name) > width) [rows, used] = [rows + 1, 0];
    used += long(name) + gap;
  }
  return rows;
}

function options(data, width) {
  const narrow = width < 480;
  const gap = narrow ? 10 : 16;
  const top = 44 + (legendRows(data.series.map((series) => series.name), width, gap) - 1) * (14 + gap);
  const dark = isDark();
  const muted = css("--cc-muted");
  const text = css("--cc-text");
  const line = css("--cc-line");
  const used = [0, 1].filter((axis) => axis === 0 || data.series.some((series) => series.axis === 1));
  const whole = (axis) => data.series.every((series) => series.axis !== axis || series.values.every((value) => value === null || Number.isInteger(value)));
  const unit = (axis) => data.series.find((series) => series.axis === axis)?.unit ?? "number";
  const first = (axis) => data.series.findIndex((series) => series.axis === axis);
  const lines = (axis) => data.targets.filter((target) => target.axis === axis);
  const bands = (axis) => data.bands.filter((band) => band.axis === axis);
  const worded = data.categories.length <= 16 && data.categories.some((name) => name.length > 8 && !/\d/.test(name)); // every word is read
  const few = narrow && data.categories.length <= 6 && !data.categories.some((name) => /^\d{4}-/.test(name)); // on a phone each has its place, its words in lines
  const names = few ? { interval: 0, width: Math.floor(250 / data.categories.length), overflow: "break" }
    : worded ? { interval: 0, rotate: 35, width: 110, overflow: "truncate" } : { hideOverlap: true };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: used.length > 1 ? 8 : 16, top, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, itemGap: gap, textStyle: { color: text }, inactiveColor: muted },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow", shadowStyle: { color: dark ? "rgba(255,255,255,.06)" : "rgba(15,23,42,.05)" } },
      backgroundColor: css("--cc-surface"), borderColor: line, textStyle: { color: text, fontSize: 13 },
      formatter: (points) => [points[0].axisValueLabel, ...points.map((point) => {
        const series = data.series[point.seriesIndex];
        const detail = series.details[point.dataIndex];
        return `${series.name}  ${series.words[point.dataIndex]}${detail ? `  (${detail})` : ""}`;
      })].join("\n"),
    },
    xAxis: { type: "category", data: data.categories, axisTick: { show: false }, axisLine: { onZero: false, lineStyle: { color: line } }, axisLabel: { color: muted, fontSize: narrow ? 11 : 12, ...names } },
    yAxis: used.map((axis) => ({
      type: "value", min: (extent) => (extent.min < 0 ? null : 0), max: unit(axis) === "percent" ? (extent) => Math.max(extent.max > 0.5 ? 1 : extent.max, 0.05) : null,
      interval: unit(axis) === "percent" && data.series.some((series) => series.axis === axis && series.values.some((value) => value > 0.5)) ? 0.25 : null,
      minInterval: unit(axis) === "number" && whole(axis) ? 1 : null, splitNumber: 4, position: axis ? "right" : "left",
      splitLine: { show: axis === 0, lineStyle: { color: line } }, axisLabel: { color: muted, fontSize: narrow ? 11 : 12, formatter: tick[unit(axis)] ?? tick.number },
    })),
    series: data.series.map((series, place) => {
      const colour = dark ? series.darkColour : series.colour;
      const isBar = series.kind === "bar";
      return {
        name: series.name, type: isBar ? "bar" : "line", yAxisIndex: series.axis, data: series.values, stack: series.stack || null,
        itemStyle: { color: colour, borderRadius: isBar && !series.stack ? [2, 2, 0, 0] : 0 }, lineStyle: { width: 2, color: colour },
        areaStyle: series.kind === "area" ? { opacity: 0.15 } : null, barMaxWidth: 28, showSymbol: series.values.length <= 31, symbol: "circle", symbolSize: 5, connectNulls: false,
        cursor: series.urls.length ? "pointer" : "default", emphasis: { focus: "none" },
        markLine: place === first(series.axis) && lines(series.axis).length ? {
          silent: true, symbol: "none", lineStyle: { color: muted, width: 1, type: "dashed" },
          label: { position: "insideEndTop", color: muted, formatter: "{b}" },
          data: lines(series.axis).map((target) => ({ name: target.name, yAxis: target.value })),
        } : null,
        markArea: place === first(series.axis) && bands(series.axis).length ? {
          silent: true, itemStyle: { color: dark ? "rgba(255,120,110,.12)" : "rgba(180,35,24,.07)" }, label: { show: false },
          data: bands(series.axis).map((band) => [{ name: band.name, yAxis: band.low ?? 0 }, { yAxis: band.high ?? (unit(series.axis) === "percent" ? 1 : "max") }]),
        } : null,
      };
    }),
  };
}

const drawn = new Set();
async function draw(block) {
  const canvas = block.querySelector("[data-chart-canvas]");
  if (!canvas || block.dataset.drawn) return;
  block.dataset.drawn = "yes";
  const echarts = await load(block.dataset.echarts);
  const data = JSON.parse(block.querySelector("script[type='application/json']").textContent);
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  const paint = (extra = {}) => chart.setOption({ ...options(data, canvas.clientWidth), ...extra }, true);
  paint();
  chart.on("click", (point) => {
    const address = data.series[point.seriesIndex]?.urls[point.dataIndex];
    if (address) location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
  drawn.add({ canvas, chart, paint });
}

const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
const PAPER_WIDTH = 690; // pixels between the margins of an upright A4 page
addEventListener("beforeprint", () => {
  for (const { canvas, chart, paint } of drawn) {
    chart.resize({ width: Math.min(canvas.clientWidth, PAPER_WIDTH) });
    paint({ animation: false });
  }
});
addEventListener("afterprint", () => drawn.forEach(({ chart }) => chart.resize({ width: "auto" })));
document.addEventListener("themechange", () => {
  for (const one of drawn) {
    if (!one.canvas.isConnected) {
      one.chart.dispose();
      drawn.delete(one);
    } else one.paint();
  }
});
