// Draws charts with the library that reports embed. The first chart loads it.
const dark = matchMedia("(prefers-color-scheme: dark)");
// Okabe and Ito's colours, as in the report, with lighter ones in dark mode. Dashes distinguish curves without colour.
const light = ["#0072B2", "#D55E00", "#009E73", "#B4508C", "#B87F00", "#2E8BC0", "#000000", "#7A6A00"];
const night = ["#56A8E0", "#F08040", "#2FC79A", "#E29BC6", "#E8B23A", "#8CCBF2", "#FFFFFF", "#D2C04A"];
const dashes = ["solid", [8, 5], [2, 4], [10, 4, 2, 4]];
// When colours repeat, the dashes differ.
const dash = style => dashes[(style + Math.floor(style / light.length)) % dashes.length];
const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
let loading = null;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "echarts.min.js";
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

export const tone = index => (dark.matches ? night : light)[index % light.length];
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Curves with bands: each is {name, style, points: [[epoch, cost]], low, high}.
export function curveChart(element) {
  let chart = null, latest = null, gone = false;
  async function draw() {
    const echarts = await library();
    if (gone || !latest) return;
    chart ??= echarts.init(element, null, { renderer: "canvas" });
    const { curves, log } = latest, ink = css("--ink"), quiet = css("--rule"), card = css("--card");
    const positive = points => log ? points.filter(point => point[1] > 0) : points;
    const series = curves.flatMap(curve => {
      const color = tone(curve.style), points = positive(curve.points);
      const line = {
        type: "line", name: curve.name, data: points, showSymbol: points.length < 3, symbolSize: 6, z: 3, lineStyle: { width: 2.2, color, type: dash(curve.style) },
        itemStyle: { color }, emphasis: { focus: "series" },
      };
      if (!curve.low) return [line];
      const band = curve.low.map((low, i) => [low[0], low[1], curve.high[i][1]]).filter(each => !log || each[1] > 0);
      return [line, {
        type: "custom", name: curve.name, silent: true, clip: true, z: 1, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, data: band, itemStyle: { color },
        renderItem: (item, api) => item.dataIndex > 0 ? null : {
          type: "polygon", style: { fill: color, opacity: 0.16 },
          shape: { points: band.map(each => api.coord([each[0], each[1]])).concat(band.slice().reverse().map(each => api.coord([each[0], each[2]]))) },
        },
      }];
    });
    const axis = { axisLine: { show: true, onZero: false, lineStyle: { color: ink } }, axisLabel: { color: ink, hideOverlap: true }, nameTextStyle: { color: ink }, splitLine: { lineStyle: { color: quiet } }, nameLocation: "middle" };
    chart.setOption({
      animation: false, textStyle: { color: ink, fontFamily: font, fontSize: 13 }, aria: { enabled: false }, series,
      grid: { left: 34, right: 24, top: curves.length > 1 ? 64 : 24, bottom: 42, containLabel: true },
      legend: curves.length > 1 ? { type: "scroll", top: 0, textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: ink, data: curves.map(curve => curve.name) } : undefined,
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: card, borderColor: quiet, textStyle: { color: ink },
        valueFormatter: value => value === undefined ? "–" : String(+Number(Array.isArray(value) ? value[1] : value).toPrecision(5)),
      },
      xAxis: { ...axis, type: "value", name: "epoch", nameGap: 28, min: 0, max: latest.epochs || undefined, minInterval: 1 },
      yAxis: { ...axis, type: log ? "log" : "value", name: "cost", nameGap: 48, scale: !log },
    }, { notMerge: true });
    element.dataset.drawn = String(curves.reduce((sum, curve) => sum + curve.points.length, 0));
  }
  const again = () => draw();
  const size = new ResizeObserver(() => chart?.resize());
  size.observe(element);
  dark.addEventListener("change", again);
  return {
    show(content) { latest = content; return draw(); },
    leave() { gone = true; size.disconnect(); dark.removeEventListener("change", again); chart?.dispose(); },
  };
}

// A colour scale with even steps of lightness, from good to bad: dark blue, green, yellow. Returns a background and a legible text colour.
const stops = [[0, [38, 60, 140]], [0.33, [33, 113, 142]], [0.66, [78, 178, 111]], [1, [248, 225, 76]]];
export function heat(share) {
  const at = Math.min(1, Math.max(0, share));
  const upper = Math.max(1, stops.findIndex(stop => stop[0] >= at));
  const [from, low] = stops[upper - 1], [to, high] = stops[upper];
  const part = (at - from) / (to - from);
  const mixed = low.map((value, i) => Math.round(value + part * (high[i] - value)));
  const channel = value => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const bright = 0.2126 * channel(mixed[0]) + 0.7152 * channel(mixed[1]) + 0.0722 * channel(mixed[2]);
  return { ground: `rgb(${mixed.join(" ")})`, ink: bright > 0.18 ? "#10161d" : "#ffffff" };
}
export const heatGradient = `linear-gradient(90deg, ${stops.map(([at, color]) => `rgb(${color.join(" ")}) ${100 * at}%`).join(", ")})`;
