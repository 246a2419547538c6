"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let printing = false;

  // Okabe and Ito's colours, as in the figures; in the dark those that would vanish are lighter. Dashes and symbols tell curves apart without colour.
  const light = ["#0072B2", "#D55E00", "#009E73", "#B4508C", "#B87F00", "#2E8BC0", "#000000", "#7A6A00"];
  const night = ["#56A8E0", "#F08040", "#2FC79A", "#E29BC6", "#E8B23A", "#8CCBF2", "#FFFFFF", "#D2C04A"];
  const dashes = ["solid", [8, 5], [2, 4], [10, 4, 2, 4]];
  const symbols = ["circle", "triangle", "rect", "diamond"];
  const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
  const isDark = () => dark.matches && !printing;
  const palette = () => isDark() ? night : light;
  const ink = () => isDark() ? "#e6edf3" : "#1f2328";
  const paper = () => isDark() ? "#11151a" : "#ffffff";
  const quiet = () => isDark() ? "#39414a" : "#d0d7de";
  const color = style => palette()[style % 8];
  const esc = text => String(text).replace(/[&<>"']/g, c => "&#" + c.charCodeAt(0) + ";");
  const show = (value, digits = 6) => value === undefined || value === null ? "–"
    : value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4) ? value.toExponential(3) : String(+value.toFixed(digits));

  // A cost as the report's text has it: six decimals, six significant digits where these would show too little.
  const cost = value => value === undefined || value === null ? "–"
    : value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) ? value.toFixed(6) : value.toExponential(5).replace(/\.?0+e/, "e");

  // Zero has no logarithm: where the scale is logarithmic it stands at the foot, which is then labelled 0. Less than this counts as zero.
  const tiny = 1e-300;
  const leastAboveZero = costs => Math.min(...costs.filter(c => c > tiny));
  const hasZero = costs => costs.some(c => c <= tiny);
  const footBelow = (least, greatest) => Math.max(1e-320, 10 ** (Math.floor(Math.log10(least)) - Math.max(1, Math.round(.1 * Math.log10(greatest / least)))));
  const isFoot = (value, foot) => foot !== undefined && value <= foot * 1.0001;

  // A value of the grid as a chart has room for it; the ranking has it in full.
  const brief = (value, digits = 4) => value.length > digits + 3 && Number.isFinite(+value) ? String(+(+value).toPrecision(digits)) : value;

  const optimizerOf = s => s.v[data.optimizerAxis];
  const optimizerName = s => data.axes[data.optimizerAxis].values[optimizerOf(s)];
  const nameOf = s => data.axes.map((axis, i) => i === data.optimizerAxis || s.v[i] < 0 ? null
    : `${axis.label} ${brief(axis.values[s.v[i]])}`).filter(Boolean).join(", ");
  const label = s => `${optimizerName(s)}, ${nameOf(s)}`;

  // ---- filters: which values of each axis are shown ----
  const shown = data.axes.map(axis => axis.values.map(() => true));
  const visible = () => data.settings.filter(s => s.v.every((value, axis) => value < 0 || shown[axis][value]));

  const filters = byId("filters");
  data.axes.forEach((axis, a) => {
    if (axis.values.length < 2) return;
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = axis.label;
    set.append(legend);
    filters.append(set);
    if (axis.values.length > 12) {
      // Of many values a range is chosen.
      const between = axis.values.map((value, v) => [String(v), brief(value)]);
      const narrow = () => { shown[a] = shown[a].map((_, v) => v >= +from.value && v <= +to.value); drawAll(); };
      const from = choice(set, "from", between, narrow), to = choice(set, "to", between, narrow);
      to.value = String(axis.values.length - 1);
      return;
    }
    axis.values.forEach((value, v) => {
      const text = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.dataset.axis = axis.label;
      box.dataset.value = value;
      box.addEventListener("change", () => { shown[a][v] = box.checked; drawAll(); });
      text.append(box, " " + brief(value));
      set.append(text);
    });
  });
  filters.addEventListener("submit", event => event.preventDefault());

  function choice(parent, title, items, change) {
    const text = document.createElement("label");
    const select = document.createElement("select");
    items.forEach(([value, name]) => select.add(new Option(name, value)));
    select.addEventListener("change", () => change(select.value));
    text.append(title + " ", select);
    parent.append(text);
    return select;
  }

  function tick(parent, title, checked, change) {
    const text = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = checked;
    box.addEventListener("change", () => change(box.checked));
    text.append(box, " " + title);
    parent.append(text);
  }

  // ---- charts ----
  const charts = new Map();
  function chart(element) {
    if (!charts.has(element)) {
      charts.set(element, echarts.init(element, null, { renderer: "svg" }));
    }
    return charts.get(element);
  }
  function draw(element, option) {
    chart(element).setOption({
      animation: false, textStyle: { color: ink(), fontFamily: font, fontSize: 13 }, aria: { enabled: false }, ...option,
    }, { notMerge: true });
    element.dataset.drawn = "true";
  }
  // A page is laid out for print only after beforeprint: charts take the width that paper will have.
  function fit(element) {
    chart(element).resize(printing ? { width: element.parentElement.id === "heatmaps" ? 300 : 670 } : { width: "auto" });
  }
  const axisStyle = extra => ({
    axisLine: { show: true, onZero: false, lineStyle: { color: ink() } }, axisLabel: { color: ink(), hideOverlap: true }, nameTextStyle: { color: ink() },
    splitLine: { lineStyle: { color: quiet() } }, minorSplitLine: { show: false }, nameLocation: "middle", ...extra,
  });
  // Labels that lines cross keep a border of the paper's colour.
  const legible = () => ({ color: ink(), textBorderColor: paper(), textBorderWidth: 3, fontSize: 12 });
  const tooltip = extra => ({ confine: true, backgroundColor: isDark() ? "#1b2128" : "#ffffff", borderColor: quiet(), textStyle: { color: ink() }, ...extra });

  // The bands of more curves than this would hide them.
  const mostBands = 10;
  const curveView = { which: "best", unit: "records", log: false, band: true, seeds: false };
  {
    const costs = data.settings.filter(s => s.best && s.mean).flatMap(s => s.mean).filter(c => c !== null);
    const least = Math.min(...costs);
    curveView.log = costs.length > 0 && least > 0 && Math.max(...costs) >= 20 * least;
  }
  function chosen() {
    const all = visible();
    if (curveView.which === "best") {
      const first = new Map();
      all.forEach(s => { if (s.cost && !first.has(optimizerOf(s))) first.set(optimizerOf(s), s); });
      return [...first.values()];
    }
    return all.slice(0, curveView.which === "ten" ? 10 : 60);
  }
  const styleOf = (s, i, list) => {
    const distinct = new Set(list.map(optimizerOf)).size === list.length;
    return distinct ? data.styles[optimizerOf(s)] : i;
  };
  const unitFactor = s => curveView.unit === "records" ? 1 : curveView.unit === "epochs" ? data.recordEvery
    : curveView.unit === "steps" ? data.recordEvery * s.steps : data.recordEvery * s.seconds;
  const positions = c => c.map((_, i) => i);
  let curveFoot;
  const points = (values, k, last, factor) => positions(values)
    .map(i => [Math.min(i * k, last) * factor, values[i]])
    .filter(p => p[1] !== null)
    .map(p => curveView.log ? [p[0], Math.max(p[1], curveFoot)] : p);

  function drawCurves() {
    const element = byId("curves");
    if (!element) return;
    const list = chosen().filter(s => s.mean);
    const series = [];
    const heights = list.flatMap(s => curveView.seeds ? [s.mean, ...s.seeds.map(seed => seed.curve ?? [])] : [s.mean]).flat().filter(c => c !== null);
    // As many points as a page has are too many to be the arguments of a call.
    const above = heights.filter(c => c > tiny), least = above.reduce((a, b) => Math.min(a, b), Infinity), greatest = above.reduce((a, b) => Math.max(a, b), 0);
    const zero = curveView.log && hasZero(heights);
    curveFoot = above.length > 0 ? footBelow(least, greatest) : 1;
    list.forEach((s, i) => {
      const style = styleOf(s, i, list), tone = color(style), name = label(s), factor = unitFactor(s);
      const drawn = points(s.mean, s.k, s.last, factor);
      series.push({
        type: "line", name, data: drawn, showSymbol: drawn.length < 3, symbol: symbols[style % 4], symbolSize: 8, z: 3,
        lineStyle: { width: 2.5, color: tone, type: dashes[style % 4] }, itemStyle: { color: tone }, emphasis: { focus: "series" },
        markPoint: s.completed === 0 && s.diverged > 0 && drawn.length > 0
          ? { symbol: "circle", symbolSize: 1, data: [{ coord: drawn.at(-1), value: "✕" }], label: { color: tone, fontSize: 18 } } : undefined,
      });
      if (curveView.band && s.low && list.length <= mostBands) {
        const floor = curveView.log && !hasZero(s.mean.filter(c => c !== null)) ? Math.min(...s.mean.filter(c => c > tiny)) / 4 : 0;
        const low = points(s.low.map(c => c === null ? null : Math.max(c, floor)), s.k, s.last, factor);
        const high = points(s.high, s.k, s.last, factor);
        if (low.length === high.length && low.length > 1) {
          series.push({
            type: "custom", name, silent: true, clip: true, z: 1, encode: { x: 0, y: [1, 2] }, data: low.map((p, j) => [p[0], p[1], high[j][1]]), tooltip: { show: false }, itemStyle: { color: tone },
            renderItem: (item, api) => item.dataIndex > 0 ? null : ({
              type: "polygon", shape: { points: low.map(p => api.coord(p)).concat(high.slice().reverse().map(p => api.coord(p))) },
              style: { fill: tone, opacity: 0.17 },
            }),
          });
        }
      }
      if (curveView.seeds) {
        s.seeds.filter(seed => seed.curve).forEach(seed => series.push({
          type: "line", name, data: points(seed.curve, seed.k, seed.last, factor), showSymbol: false, silent: true, tooltip: { show: false },
          lineStyle: { width: 1, opacity: 0.5, color: tone }, itemStyle: { color: tone }, z: 2,
        }));
      }
    });
    if (data.target !== undefined && series.length > 0) {
      series[0].markLine = {
        silent: true, symbol: "none", data: [{ yAxis: data.target }], lineStyle: { color: ink(), type: [3, 3], opacity: .6 },
        label: { formatter: "target", color: ink(), position: "insideEndTop" },
      };
    }
    const unit = { records: data.recordEvery === 1 ? "epochs" : `epochs (per ${data.recordEvery})`, epochs: "epochs", steps: "optimisation steps", seconds: "seconds of training" }[curveView.unit];
    const small = element.clientWidth < 560;
    draw(element, {
      legend: { type: printing && list.length < 5 ? "plain" : "scroll", top: 0, textStyle: { color: ink() }, data: list.map(label), orient: small ? "vertical" : "horizontal", height: small ? 70 : undefined, pageTextStyle: { color: ink() } },
      grid: { left: 64, right: 20, top: small ? 84 : 44, bottom: printing ? 48 : 86 },
      tooltip: tooltip({
        trigger: "axis", valueFormatter: v => zero && isFoot(Array.isArray(v) ? v[1] : v, curveFoot) ? "0" : show(Array.isArray(v) ? v[1] : v),
        axisPointer: { type: "line" },
      }),
      xAxis: axisStyle({ type: "value", name: unit, nameGap: 26, min: 0, max: "dataMax" }),
      yAxis: axisStyle({ type: curveView.log ? "log" : "value", name: curveView.log ? "cost (logarithmic)" : "cost", nameGap: 46, scale: true, min: zero ? curveFoot : undefined,
        axisLabel: { color: ink(), formatter: v => zero && isFoot(v, curveFoot) ? "0" : show(v, 4) } }),
      dataZoom: [{ type: "slider", show: !printing, bottom: 8, height: 22, textStyle: { color: ink() }, filterMode: "none" }, { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false }],
      series,
    });
    element.dataset.curves = String(list.length);
  }

  // A cost as long as a cell of so many pixels has room for; where none is, the tooltip tells it.
  function inCell(cost, mark, room) {
    if (room < 22) return mark.trim();
    const forms = [show(cost, 3), cost >= 1e-3 && cost < 1e4 ? String(+cost.toPrecision(2)) : cost.toExponential(0)];
    return [...forms.map(text => text + mark), mark.trim()].find(text => text.length * 6.6 <= room) ?? "";
  }

  function drawHeatmaps() {
    const host = byId("heatmaps");
    if (!host) return;
    const rates = data.axes[data.rateAxis].values, batches = data.axes[data.batchAxis].values;
    const grids = new Map();
    visible().forEach(s => {
      if (!grids.has(optimizerOf(s))) grids.set(optimizerOf(s), new Map());
      const at = `${s.v[data.rateAxis]},${s.v[data.batchAxis]}`;
      const grid = grids.get(optimizerOf(s));
      if (!grid.has(at) || (!grid.get(at).cost && s.cost)) grid.set(at, s);
    });
    const costs = [...grids.values()].flatMap(grid => [...grid.values()]).filter(s => s.cost).map(s => s.cost.mean);
    const above = costs.filter(c => c > tiny).map(Math.log10);
    const [min, max] = above.length > 0 ? [Math.min(...above), Math.max(...above)] : [0, 0];
    const names = data.axes[data.optimizerAxis].values;
    names.forEach((_, o) => {
      let element = byId("heatmap-" + o);
      if (!element) {
        element = document.createElement("div");
        element.className = "chart";
        element.id = "heatmap-" + o;
        element.setAttribute("role", "img");
        host.append(element);
      }
      element.hidden = !grids.has(o);
    });
    names.forEach((name, o) => {
      const grid = grids.get(o), element = byId("heatmap-" + o);
      if (element.hidden) return;
      fit(element);
      const cells = [...grid.values()].map(s => {
        const height = s.cost ? Math.max(min, Math.log10(s.cost.mean)) : null;
        // The lighter half of the colours stands under dark figures, the darker under light ones.
        return { value: [s.v[data.rateAxis], s.v[data.batchAxis], height], s, label: { color: height - min <= 0.45 * (max - min) ? "#111111" : "#ffffff" } };
      });
      const room = (chart(element).getWidth() - 70) / rates.length - 4;
      const best = cells.filter(c => c.s.cost).sort((a, b) => a.s.cost.mean - b.s.cost.mean)[0];
      element.setAttribute("aria-label", `Final cost of ${name} by learning rate and batch size` + (best ? `; the least is ${show(best.s.cost.mean)} at ${nameOf(best.s)}.` : "."));
      draw(element, {
        title: { text: name, left: "center", top: 0, textStyle: { color: ink(), fontSize: 14 } },
        grid: { left: 58, right: 12, top: 36, bottom: 84 },
        tooltip: tooltip({ formatter: p => `${esc(label(p.data.s))}<br>cost ${show(p.data.s.cost && p.data.s.cost.mean)}${p.data.s.diverged ? `<br>${p.data.s.diverged} of ${p.data.s.runs} diverged` : ""}` }),
        xAxis: axisStyle({ type: "category", data: rates, name: "learning rate", nameGap: 24, axisLabel: { color: ink(), hideOverlap: true, formatter: v => brief(v, 3) } }),
        yAxis: axisStyle({ type: "category", data: batches, name: "batch size", nameGap: 40 }),
        visualMap: {
          show: costs.length > 0, min, max: max > min ? max : min + 1e-9, dimension: 2, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 110, itemWidth: 12,
          textStyle: { color: ink() }, text: [show(above.length > 0 ? 10 ** max : 0, 3), show(hasZero(costs) ? 0 : 10 ** min, 3)], inRange: { color: ["#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154"] },
        },
        series: [
          { type: "heatmap", data: cells.filter(c => c.value[2] !== null), itemStyle: { borderColor: isDark() ? "#11151a" : "#fff", borderWidth: 1 },
            label: { show: true, formatter: p => inCell(p.data.s.cost.mean, p.data.s.diverged ? " ✕" : "", room), fontSize: 11 } },
          { type: "scatter", symbolSize: 1, itemStyle: { color: ink() }, label: { show: true, formatter: "✕", color: ink(), fontSize: 18 }, data: cells.filter(c => c.value[2] === null).map(c => ({ value: c.value.slice(0, 2), s: c.s })) },
        ],
      });
    });
  }

  // A vertical axis of final costs: logarithmic where their means above zero span a factor of 20, as in the figures, or are tiny.
  function scaleOf(costs) {
    if (costs.length === 0) return { floor: 0, top: .5, place: c => c, axis: { type: "value", name: "final cost", min: 0, max: 1, axisLabel: { show: false } } };
    const means = costs.map(c => c.mean), least = leastAboveZero(means), greatest = Math.max(...means);
    // The charts library finds no ticks for costs so small on a linear axis.
    const log = greatest >= 20 * least || (greatest > tiny && greatest < 1e-12), zero = log && hasZero(means);
    const floor = log ? zero ? footBelow(least, greatest) : 10 ** Math.floor(Math.log10(least)) : Math.max(0, Math.min(...costs.map(c => c.low ?? c.mean)));
    return {
      floor, top: greatest, place: c => log ? Math.max(c, floor) : c,
      axis: {
        type: log ? "log" : "value", name: log ? "final cost (logarithmic)" : "final cost", scale: true, min: log ? floor : undefined,
        axisLabel: { color: ink(), formatter: v => zero && isFoot(v, floor) ? "0" : show(v, 4) },
      },
    };
  }

  function drawSensitivity() {
    const element = byId("sensitivity");
    if (!element) return;
    const names = data.axes[data.optimizerAxis].values;
    const series = [];
    const costs = data.sensitivity.filter(c => shown[data.optimizerAxis][names.indexOf(c.optimizer)]).flatMap(c => c.points).filter(p => p.cost).map(p => p.cost);
    const scale = scaleOf(costs);
    const rates = data.sensitivity[0].points.map(p => Math.log10(p.rate)), span = rates.at(-1) - rates[0];
    data.sensitivity.forEach((curve, i) => {
      const o = names.indexOf(curve.optimizer);
      if (!shown[data.optimizerAxis][o]) return;
      // The optimisers' points at one rate stand a little apart, so that no interval hides another.
      const at = p => Math.log10(p.rate) + (i - (data.sensitivity.length - 1) / 2) * .008 * span;
      const tone = color(data.styles[o]), style = data.styles[o] % 4;
      const kept = curve.points.filter(p => p.cost);
      series.push({
        type: "line", name: curve.optimizer, symbol: symbols[style], symbolSize: 8, lineStyle: { color: tone, type: dashes[style], width: 2 }, itemStyle: { color: tone },
        data: kept.map(p => ({ value: [at(p), scale.place(p.cost.mean)], p, label: p.lost > 0 ? { show: true, formatter: "✕", color: tone, fontSize: 16, position: "top" } : undefined })),
      });
      series.push({
        type: "custom", name: curve.optimizer, silent: true, clip: true, tooltip: { show: false }, encode: { x: 0, y: [2, 3] }, itemStyle: { color: tone },
        data: kept.filter(p => p.cost.low !== undefined).map(p => [at(p), scale.place(p.cost.mean), Math.max(p.cost.low, scale.floor), scale.place(p.cost.high)]),
        renderItem: (_, api) => {
          const low = api.coord([api.value(0), api.value(2)]), high = api.coord([api.value(0), api.value(3)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: tone, lineWidth: 1.5 } };
        },
      });
      const lost = curve.points.filter(p => !p.cost && p.lost > 0);
      series.push({
        type: "scatter", name: curve.optimizer, symbolSize: 1, itemStyle: { color: tone },
        data: lost.map(p => ({ value: [at(p), scale.top], p })),
        label: { show: true, formatter: "✕", color: tone, fontSize: 18 },
      });
    });
    draw(element, {
      legend: { top: 0, data: names.filter((_, o) => shown[data.optimizerAxis][o]), textStyle: { color: ink() } },
      grid: { left: 64, right: 24, top: 40, bottom: 48 },
      tooltip: tooltip({ trigger: "item", formatter: ({ seriesName, data: d }) => d && d.p ? `${esc(seriesName)}, learning rate ${d.p.rate}<br>${d.p.cost ? "cost " + show(d.p.cost.mean) + (d.p.setting ? "<br>" + esc(d.p.setting) : "") : "no run completed"}${d.p.lost ? `<br>${d.p.lost} of ${d.p.runs} run${d.p.runs === 1 ? "" : "s"} diverged or failed` : ""}` : "" }),
      xAxis: axisStyle({
        type: "value", name: "learning rate (logarithmic)", nameGap: 28, min: rates[0] - .03 * span, max: rates.at(-1) + .03 * span, axisTick: { customValues: rates },
        axisLabel: { color: ink(), hideOverlap: true, customValues: rates, formatter: v => String(+(10 ** v).toPrecision(3)) },
      }),
      yAxis: axisStyle({ ...scale.axis, nameGap: 46 }),
      series,
    });
  }

  function drawParallel() {
    const element = byId("parallel");
    if (!element) return;
    const axes = data.axes.map((axis, i) => ({ axis, i })).filter(a => a.axis.values.length > 1);
    const list = visible().filter(s => s.cost).slice(0, 600);
    const above = list.map(s => s.cost.mean).filter(c => c > tiny).map(Math.log10);
    const [min, max] = above.length > 0 ? [Math.min(...above), Math.max(...above)] : [0, 0];
    const zero = hasZero(list.map(s => s.cost.mean)), foot = zero ? min - Math.max(.3, .1 * (max - min)) : min;
    const logs = list.map(s => s.cost.mean > tiny ? Math.log10(s.cost.mean) : foot);
    const figures = [["accuracy", s => s.test ?? s.train], ["epochs to target", s => s.toTarget]].filter(([, get]) => list.some(s => get(s) !== undefined));
    const parallelAxis = axes.map((a, dim) => ({ dim, name: a.axis.label, type: "category", data: a.axis.values, axisLabel: { formatter: v => brief(v), interval: Math.ceil(a.axis.values.length / 20) - 1 } }));
    parallelAxis.push({ dim: axes.length, name: "final cost", type: "value", scale: true, inverse: true, min: foot, max, axisLabel: { formatter: v => zero && v <= foot + 1e-9 ? "0" : v < min - 1e-9 || above.length === 0 ? "" : show(10 ** v, 3) } });
    figures.forEach(([name], j) => parallelAxis.push({ dim: axes.length + 1 + j, name, type: "value", scale: true, inverse: name !== "accuracy", axisLabel: { formatter: v => show(v, 4) } }));
    const small = element.clientWidth < 560;
    const names = data.axes[data.optimizerAxis].values;
    // A label ends before the next axis begins.
    const room = (chart(element).getWidth() - (small ? 98 : 130)) / Math.max(1, parallelAxis.length - 1) - 10;
    parallelAxis.forEach(a => { a.axisLabel = { ...legible(), fontSize: small ? 10 : 12, width: room, overflow: "truncate", ...a.axisLabel }; });
    draw(element, {
      legend: { top: 0, data: names.filter((_, o) => shown[data.optimizerAxis][o]), textStyle: { color: ink() } },
      parallel: {
        left: small ? 40 : 60, right: small ? 58 : 70, top: 76, bottom: 24,
        parallelAxisDefault: { nameLocation: "start", nameGap: 18, nameTextStyle: { color: ink(), fontSize: small ? 10 : 13 }, axisLine: { lineStyle: { color: ink(), width: 1.5 } }, areaSelectStyle: { width: 22, opacity: .3 } },
      },
      parallelAxis: parallelAxis.map(a => ({ ...a, nameLocation: a.inverse ? "start" : "end" })),
      tooltip: tooltip({ trigger: "item", formatter: p => p.data && p.data.s ? `${esc(label(p.data.s))}<br>rank ${esc(p.data.s.rank)}, cost ${show(p.data.s.cost.mean)}` : "" }),
      series: names.map((name, o) => ({
        type: "parallel", name, smooth: false, lineStyle: { color: color(data.styles[o]), width: 1.3, opacity: list.length > 100 ? .4 : .7 }, itemStyle: { color: color(data.styles[o]) }, inactiveOpacity: .03, emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: list.map((s, n) => ({ s, n })).filter(item => optimizerOf(item.s) === o).map(({ s, n }) => ({
          s, value: [...axes.map(a => s.v[a.i] < 0 ? "-" : a.axis.values[s.v[a.i]]), logs[n], ...figures.map(([, get]) => get(s) ?? "-")],
        })),
      })),
    });
    element.dataset.lines = String(list.length);
  }

  function drawStrip() {
    const element = byId("strip");
    if (!element) return;
    const list = chosen().filter(s => s.cost).slice(0, 20);
    const dots = [], means = [], bars = [], scale = scaleOf(list.map(s => s.cost));
    list.forEach((s, i) => {
      const tone = color(styleOf(s, i, list));
      const seeds = s.seeds.filter(seed => seed.state === undefined && seed.cost !== undefined);
      seeds.forEach((seed, j) => dots.push({ value: [i + (seeds.length > 1 ? (j / (seeds.length - 1) - .5) * .3 : 0), scale.place(seed.cost)], itemStyle: { color: tone, opacity: .75 }, s, seed }));
      means.push({ value: [i, scale.place(s.cost.mean)], itemStyle: { color: tone, borderColor: ink(), borderWidth: 1 }, s });
      if (s.cost.low !== undefined) bars.push({ value: [i, Math.max(s.cost.low, scale.floor), scale.place(s.cost.high)], tone });
    });
    const short = s => curveView.which === "best" ? optimizerName(s) : data.axes.map((axis, i) => axis.values.length > 1 && s.v[i] >= 0 ? brief(axis.values[s.v[i]], 3) : "").filter(Boolean).join(" ");
    draw(element, {
      grid: { left: 64, right: 20, top: 16, bottom: list.length > 4 ? 96 : 34 },
      tooltip: tooltip({ formatter: p => p.data.s ? `${esc(label(p.data.s))}<br>${p.data.seed ? `seed ${p.data.seed.seed}: ${show(p.data.seed.cost)}` : `mean ${show(p.data.s.cost.mean)}, interval ${show(p.data.s.cost.low)} to ${show(p.data.s.cost.high)}`}` : "" }),
      xAxis: axisStyle({ type: "value", min: -.5, max: Math.max(.5, list.length - .5), interval: .5, splitLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: ink(), rotate: list.length > 4 ? 40 : 0, hideOverlap: false, formatter: v => Number.isInteger(v) && list[v] ? short(list[v]) : "" } }),
      yAxis: axisStyle({ ...scale.axis, nameGap: 46 }),
      series: [
        { type: "custom", silent: true, encode: { x: 0, y: [1, 2] }, data: bars, clip: true, renderItem: (item, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: bars[item.dataIndex].tone, lineWidth: 2 } };
        } },
        { type: "scatter", symbolSize: 8, data: dots },
        { type: "scatter", symbol: "diamond", symbolSize: 14, data: means },
      ],
    });
  }

  function drawProfile() {
    const element = byId("profile");
    if (!element) return;
    const names = data.axes[data.optimizerAxis].values;
    const small = element.clientWidth < 560 && !printing;
    draw(element, {
      legend: { top: 0, orient: small ? "vertical" : "horizontal", textStyle: { color: ink() } },
      grid: { left: 60, right: 24, top: small ? 20 + 22 * data.profile.length : 40, bottom: 48 },
      tooltip: tooltip({ trigger: "axis", valueFormatter: v => v === undefined ? "–" : `${Math.round(100 * v)} %` }),
      xAxis: axisStyle({ type: "value", name: "time over the fastest optimiser's", nameGap: 28, min: 1, max: 4 }),
      yAxis: axisStyle({ type: "value", name: "fraction of problems", nameGap: 36, min: 0, max: 1 }),
      series: data.profile.map(p => {
        const style = data.styles[names.indexOf(p.optimizer)];
        return { type: "line", step: "end", name: `${p.optimizer} (score ${p.score.toFixed(3)})`, data: p.points, showSymbol: false, lineStyle: { color: color(style), width: 2.5, type: dashes[style % 4] }, itemStyle: { color: color(style) } };
      }),
    });
  }

  let importanceOf = 0;
  function drawImportance() {
    const element = byId("importance");
    if (!element) return;
    const parts = data.importance[importanceOf].parts.slice(0, 14).reverse();
    const narrow = element.clientWidth < 560 && !printing;
    element.style.height = `${Math.max(10, 4 + (narrow ? 2.6 : 1.9) * parts.length)}rem`;
    fit(element);
    draw(element, {
      grid: { left: 30, right: 60, top: 8, bottom: 8, containLabel: true },
      tooltip: tooltip({ formatter: p => `${esc(p.name)}: ${(100 * p.value).toFixed(1)} %` }),
      xAxis: axisStyle({ type: "value", splitNumber: narrow ? 2 : 5, axisLabel: { color: ink(), formatter: v => `${Math.round(100 * v)} %` } }),
      yAxis: axisStyle({ type: "category", data: parts.map(p => p[0]), axisLabel: { color: ink(), width: narrow ? 130 : 300, overflow: "break", lineHeight: 16 } }),
      series: [{ type: "bar", data: parts.map(p => p[1]), itemStyle: { color: color(0) }, barMaxWidth: 22, label: { show: true, position: "right", color: ink(), formatter: p => `${(100 * p.value).toFixed(1)} %` } }],
    });
  }

  // ---- the ranking: sorted and filtered where scripts run ----
  const ranking = byId("ranking");
  const ranked = { sort: null, down: false, most: 50 };
  const costOf = get => ({ n: true, get, text: s => cost(get(s)) });
  const columns = [
    { name: "rank", n: true, get: s => data.settings.indexOf(s), text: s => s.rank },
    ...data.axes.map((axis, i) => ({ name: axis.label, get: s => s.v[i], text: s => s.v[i] < 0 ? "" : axis.values[s.v[i]] })),
    { name: "final cost", ...costOf(s => s.cost && s.cost.mean) },
    { name: "std. dev.", ...costOf(s => s.cost && s.cost.sd) },
    { name: "95 % interval", whole: true, get: s => s.cost && s.cost.low, text: s => s.cost && s.cost.low !== undefined ? `[${cost(s.cost.low)}, ${cost(s.cost.high)}]` : "–" },
    { name: "median", screen: true, ...costOf(s => s.cost && s.cost.median) },
    { name: "best", screen: true, ...costOf(s => s.cost && s.cost.min) },
    { name: "worst", screen: true, ...costOf(s => s.cost && s.cost.max) },
    { name: "train accuracy", n: true, get: s => s.train, text: s => s.train === undefined ? "–" : `${(100 * s.train).toFixed(2)} %` },
    { name: "test accuracy", n: true, get: s => s.test, text: s => s.test === undefined ? "–" : `${(100 * s.test).toFixed(2)} %` },
    { name: "epochs to target", n: true, get: s => s.toTarget, text: s => data.target === undefined ? "–" : s.toTarget === undefined ? `> ${s.epochs}` : show(s.toTarget, 1) },
    { name: "overshoot", ...costOf(s => s.overshoot) },
    { name: "completed", n: true, get: s => s.completed / s.runs, text: s => `${s.completed} of ${s.runs}` },
    { name: "diverged", n: true, get: s => s.diverged, text: s => String(s.diverged) },
    { name: "failed", n: true, get: s => s.failed, text: s => String(s.failed) },
  ].filter(c => c.n === undefined || data.settings.some(s => c.get(s) !== undefined));

  ranking.querySelectorAll(".scroll").forEach(table => table.remove());
  ranking.querySelectorAll("p ~ p").forEach(note => note.remove());
  const frame = document.createElement("div");
  frame.className = "scroll";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Ranking, table 1");
  const more = document.createElement("button");
  more.className = "more";
  more.type = "button";
  more.addEventListener("click", () => { ranked.most += 200; drawRanking(); });
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  ranking.append(count, frame, more);

  // Paper has no room for what is marked as the screen's.
  const classes = column => [column.n && "n", column.whole && "whole", column.screen && "screen"].filter(Boolean).join(" ");

  function drawRanking() {
    let list = visible();
    if (ranked.sort) {
      const get = ranked.sort.get;
      const key = s => { const v = get(s); return v === undefined || v === null ? Infinity : v; };
      list = list.slice().sort((a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1) * (ranked.down && key(a) !== Infinity && key(b) !== Infinity ? -1 : 1));
    }
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    columns.forEach(column => {
      const th = document.createElement("th");
      th.scope = "col";
      th.className = classes(column);
      if (ranked.sort === column) th.setAttribute("aria-sort", ranked.down ? "descending" : "ascending");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = column.name;
      button.addEventListener("click", () => {
        ranked.down = ranked.sort === column && !ranked.down;
        ranked.sort = column;
        drawRanking();
        frame.querySelectorAll("th button")[columns.indexOf(column)].focus();
      });
      th.append(button);
      head.append(th);
    });
    const body = table.createTBody();
    list.slice(0, ranked.most).forEach(s => {
      const row = body.insertRow();
      columns.forEach(column => {
        const cell = row.insertCell();
        cell.className = classes(column);
        cell.textContent = column.text(s);
      });
    });
    frame.replaceChildren(table);
    more.hidden = list.length <= ranked.most;
    more.textContent = `Show more of ${list.length}`;
    count.textContent = `${list.length} of ${data.settings.length} setting${data.settings.length === 1 ? "" : "s"}. A click on a column's name sorts by it.`;
  }

  const curveControls = byId("curve-controls");
  if (curveControls) {
    const redraw = () => { drawCurves(); drawStrip(); };
    const seeds = data.settings.some(s => s.seeds.some(seed => seed.curve));
    if (data.settings.length > data.axes[data.optimizerAxis].values.length) {
      choice(curveControls, "Settings", [["best", "best of each optimiser"], ["ten", "10 best"], ["all", "60 best"]], value => { curveView.which = value; redraw(); }).id = "which";
    }
    const units = [["records", data.recordEvery === 1 ? "epochs" : `epochs (per ${data.recordEvery})`]];
    if (data.recordEvery !== 1) units.push(["epochs", "epochs"]);
    if (data.settings.every(s => s.steps !== undefined)) units.push(["steps", "steps"]);
    if (data.settings.some(s => s.seconds !== undefined)) units.push(["seconds", "seconds"]);
    choice(curveControls, "Against", units, value => { curveView.unit = value; drawCurves(); });
    tick(curveControls, "logarithmic", curveView.log, value => { curveView.log = value; drawCurves(); });
    if (data.settings.some(s => s.low)) tick(curveControls, data.settings.length > mostBands ? `interval (up to ${mostBands} curves)` : "interval", true, value => { curveView.band = value; drawCurves(); });
    if (seeds) tick(curveControls, "single seeds", false, value => { curveView.seeds = value; drawCurves(); });
  }
  // Arrows move what is shown of the curves, + and - zoom, 0 shows all again.
  const curves = byId("curves");
  if (curves) {
    curves.tabIndex = 0;
    curves.addEventListener("keydown", event => {
      const { start, end } = chart(curves).getOption().dataZoom[0];
      const middle = (start + end) / 2, half = (end - start) / 2;
      const [to, width] = { "+": [middle, half / 2], "=": [middle, half / 2], "-": [middle, half * 2], ArrowLeft: [middle - half / 2, half], ArrowRight: [middle + half / 2, half], 0: [50, 50] }[event.key] ?? [];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const reach = Math.min(width, 50), centre = Math.min(100 - reach, Math.max(reach, to));
      chart(curves).dispatchAction({ type: "dataZoom", start: centre - reach, end: centre + reach });
    });
  }
  const importanceControls = byId("importance-controls");
  if (importanceControls && data.importance.length > 1) {
    choice(importanceControls, "Of", data.importance.map((part, i) => [String(i), part.title]), value => { importanceOf = Number(value); drawImportance(); });
  }

  function drawAll() {
    drawCurves();
    drawHeatmaps();
    drawSensitivity();
    drawParallel();
    drawStrip();
    drawRanking();
  }
  function everything() {
    charts.forEach((drawn, element) => fit(element));
    drawAll();
    drawProfile();
    drawImportance();
  }
  let pending = 0;
  addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(everything, 120); });
  dark.addEventListener("change", everything);
  addEventListener("beforeprint", () => { printing = true; everything(); });
  addEventListener("afterprint", () => { printing = false; everything(); });
  everything();
  document.documentElement.dataset.ready = "true";
})();
