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
  const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
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

  // The objective by which configurations are ranked, as the report's text has it, and shorter where a number has little room.
  const objective = data.objective;
  const percent = value => value === undefined || value === null ? "–" : `${(100 * value).toFixed(2)} %`;
  const writers = { number: cost, percent, count: value => show(value, 1) };
  const write = writers[objective.format];
  const showObjective = (value, digits) => objective.format === "percent" ? percent(value) : show(value, digits);

  // What is compared, for example the optimiser; where nothing is, there is one name: what is trained.
  const compared = data.compared;
  const isComparing = compared.label !== undefined;
  const comparedName = s => compared.names[s.c];
  const nameOf = s => data.axes.map((axis, i) => i === compared.axis || s.v[i] < 0 ? null
    : `${axis.label} ${brief(axis.values[s.v[i]])}`).filter(Boolean).join(", ");
  const label = s => [comparedName(s), nameOf(s)].filter(Boolean).join(", ");

  // ---- filters: which values of each axis are shown ----
  const shown = data.axes.map(axis => axis.values.map(() => true));
  const visible = () => data.configurations.filter(s => s.v.every((value, axis) => value < 0 || shown[axis][value]));
  const isShown = o => compared.axis < 0 || shown[compared.axis][data.axes[compared.axis].values.indexOf(compared.names[o])];

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
  const curveView = { which: isComparing ? "best" : "ten", unit: "records", log: false, band: true, seeds: false };
  {
    const costs = data.configurations.filter(s => s.best && s.middle).flatMap(s => s.middle).filter(c => c !== null);
    const least = Math.min(...costs);
    curveView.log = costs.length > 0 && least > 0 && Math.max(...costs) >= 20 * least;
  }
  function chosen() {
    const all = visible();
    if (curveView.which === "best") {
      const first = new Map();
      all.forEach(s => { if (s.objective && !first.has(s.c)) first.set(s.c, s); });
      return [...first.values()];
    }
    return all.slice(0, curveView.which === "ten" ? 10 : 60);
  }
  const styleOf = (s, i, list) => {
    const distinct = new Set(list.map(other => other.c)).size === list.length;
    return distinct ? compared.styles[s.c] : i;
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
    const list = chosen().filter(s => s.middle);
    const series = [];
    const heights = list.flatMap(s => curveView.seeds ? [s.middle, ...s.seeds.map(seed => seed.curve ?? [])] : [s.middle]).flat().filter(c => c !== null);
    // As many points as a page has are too many to be the arguments of a call.
    const above = heights.filter(c => c > tiny), least = above.reduce((a, b) => Math.min(a, b), Infinity), greatest = above.reduce((a, b) => Math.max(a, b), 0);
    const zero = curveView.log && hasZero(heights);
    curveFoot = above.length > 0 ? footBelow(least, greatest) : 1;
    list.forEach((s, i) => {
      const style = styleOf(s, i, list), tone = color(style), name = label(s), factor = unitFactor(s);
      const drawn = points(s.middle, s.k, s.last, factor);
      series.push({
        type: "line", name, data: drawn, showSymbol: drawn.length < 3, symbol: symbols[style % 4], symbolSize: 8, z: 3,
        lineStyle: { width: 2.5, color: tone, type: dashes[style % 4] }, itemStyle: { color: tone }, emphasis: { focus: "series" },
        markPoint: s.completed === 0 && s.diverged > 0 && drawn.length > 0
          ? { symbol: "circle", symbolSize: 1, data: [{ coord: drawn.at(-1), value: "✕" }], label: { color: tone, fontSize: 18 } } : undefined,
      });
      if (s.final !== undefined) {
        series.push({
          type: "scatter", name, silent: true, tooltip: { show: false }, symbol: "diamond", symbolSize: 11, z: 4, itemStyle: { color: tone },
          data: [[s.epochs / data.recordEvery * factor, curveView.log ? Math.max(s.final, curveFoot) : s.final]],
        });
      }
      if (curveView.band && s.low && list.length <= mostBands) {
        const floor = curveView.log && !hasZero(s.middle.filter(c => c !== null)) ? Math.min(...s.middle.filter(c => c > tiny)) / 4 : 0;
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

  // A mean objective as long as a cell of so many pixels has room for; where there is no room, the tooltip tells it.
  function inCell(mean, mark, room) {
    if (room < 22) return mark.trim();
    const forms = objective.format === "percent" ? [percent(mean), `${Math.round(100 * mean)} %`]
      : [show(mean, 3), mean === 0 || (Math.abs(mean) >= 1e-3 && Math.abs(mean) < 1e4) ? String(+mean.toPrecision(2)) : mean.toExponential(0)];
    return [...forms.map(text => text + mark), mark.trim()].find(text => text.length * 6.6 <= room) ?? "";
  }

  // Where a mean objective stands on a scale that all configurations share.
  const heightOf = mean => objective.log ? Math.log10(mean) : mean;
  const meanAt = height => objective.log ? 10 ** height : height;
  const isBetter = (a, b) => objective.maximize ? a > b : a < b;

  function drawHeatmaps() {
    const host = byId("heatmaps");
    if (!host) return;
    const tuned = data.axes[data.tunedAxis], batches = data.axes[data.batchAxis];
    const grids = new Map();
    visible().forEach(s => {
      if (!grids.has(s.c)) grids.set(s.c, new Map());
      const at = `${s.v[data.tunedAxis]},${s.v[data.batchAxis]}`;
      const grid = grids.get(s.c);
      if (!grid.has(at) || (!grid.get(at).objective && s.objective)) grid.set(at, s);
    });
    const means = [...grids.values()].flatMap(grid => [...grid.values()]).filter(s => s.objective).map(s => s.objective.mean);
    const above = (objective.log ? means.filter(c => c > tiny) : means).map(heightOf);
    const [min, max] = above.length > 0 ? [Math.min(...above), Math.max(...above)] : [0, 0];
    const zero = objective.log && hasZero(means);
    const names = compared.names;
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
        const height = s.objective ? Math.max(min, heightOf(s.objective.mean)) : null;
        // The lighter half of the colours stands under dark figures, the darker under light ones.
        return { value: [s.v[data.tunedAxis], s.v[data.batchAxis], height], s, label: { color: height - min <= 0.45 * (max - min) ? "#111111" : "#ffffff" } };
      });
      const room = (chart(element).getWidth() - 70) / tuned.values.length - 4;
      const best = cells.filter(c => c.s.objective).reduce((a, b) => a && !isBetter(b.s.objective.mean, a.s.objective.mean) ? a : b, undefined);
      element.setAttribute("aria-label", `${capital(objective.label)} of ${name} by ${tuned.label} and ${batches.label}` + (best ? `; the best is ${showObjective(best.s.objective.mean)} at ${nameOf(best.s)}.` : "."));
      draw(element, {
        title: { text: name, left: "center", top: 0, textStyle: { color: ink(), fontSize: 14 } },
        grid: { left: 58, right: 12, top: 36, bottom: 84 },
        tooltip: tooltip({ formatter: p => `${esc(label(p.data.s))}<br>${esc(objective.label)} ${showObjective(p.data.s.objective && p.data.s.objective.mean)}${p.data.s.diverged ? `<br>${p.data.s.diverged} of ${p.data.s.runs} diverged` : ""}` }),
        xAxis: axisStyle({ type: "category", data: tuned.values, name: tuned.label, nameGap: 24, axisLabel: { color: ink(), hideOverlap: true, formatter: v => brief(v, 3) } }),
        yAxis: axisStyle({ type: "category", data: batches.values, name: batches.label, nameGap: 40 }),
        visualMap: {
          show: means.length > 0, min, max: max > min ? max : min + 1e-9, dimension: 2, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 110, itemWidth: 12,
          textStyle: { color: ink() }, text: [showObjective(above.length > 0 ? meanAt(max) : 0, 3), showObjective(zero ? 0 : meanAt(min), 3)], inRange: { color: ["#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154"] },
        },
        series: [
          { type: "heatmap", data: cells.filter(c => c.value[2] !== null), itemStyle: { borderColor: isDark() ? "#11151a" : "#fff", borderWidth: 1 },
            label: { show: true, formatter: p => inCell(p.data.s.objective.mean, p.data.s.diverged ? " ✕" : "", room), fontSize: 11 } },
          { type: "scatter", symbolSize: 1, itemStyle: { color: ink() }, label: { show: true, formatter: "✕", color: ink(), fontSize: 18 }, data: cells.filter(c => c.value[2] === null).map(c => ({ value: c.value.slice(0, 2), s: c.s })) },
        ],
      });
    });
  }

  // A vertical axis of objectives: logarithmic where they have a logarithm and their medians above zero span a factor of 20, as in the figures, or are tiny.
  function scaleOf(summaries) {
    if (summaries.length === 0) return { floor: 0, top: .5, place: c => c, axis: { type: "value", name: objective.label, min: 0, max: 1, axisLabel: { show: false } } };
    const middles = summaries.map(c => c.median), least = leastAboveZero(middles), greatest = Math.max(...middles);
    // The charts library finds no ticks for values so small on a linear axis.
    const log = objective.log && (greatest >= 20 * least || (greatest > tiny && greatest < 1e-12)), zero = log && hasZero(middles);
    const lowest = Math.min(...summaries.map(c => c.low ?? c.median));
    const floor = log ? zero ? footBelow(least, greatest) : 10 ** Math.floor(Math.log10(least)) : Math.min(...middles) >= 0 ? Math.max(0, lowest) : lowest;
    return {
      floor, top: objective.maximize ? Math.min(...middles) : greatest, place: c => log ? Math.max(c, floor) : c,
      axis: {
        type: log ? "log" : "value", name: log ? `${objective.label} (logarithmic)` : objective.label, scale: true, min: log ? floor : undefined,
        axisLabel: { color: ink(), formatter: v => zero && isFoot(v, floor) ? "0" : showObjective(v, 4) },
      },
    };
  }

  function drawSensitivity() {
    const element = byId("sensitivity");
    if (!element) return;
    const names = compared.names, tuned = data.axes[data.tunedAxis].label;
    const series = [];
    const scale = scaleOf(data.sensitivity.filter(c => isShown(names.indexOf(c.compared))).flatMap(c => c.points).filter(p => p.objective).map(p => p.objective));
    const log = data.sensitivity.every(c => c.points.every(p => p.tuned > 0)), across = value => log ? Math.log10(value) : value;
    const places = data.sensitivity[0].points.map(p => across(p.tuned)), span = places.at(-1) - places[0];
    data.sensitivity.forEach((curve, i) => {
      const o = names.indexOf(curve.compared);
      if (!isShown(o)) return;
      // The points at one value stand a little apart, so that no bar hides another.
      const at = p => across(p.tuned) + (i - (data.sensitivity.length - 1) / 2) * .008 * span;
      const tone = color(compared.styles[o]), style = compared.styles[o] % 4;
      const kept = curve.points.filter(p => p.objective);
      series.push({
        type: "line", name: curve.compared, symbol: symbols[style], symbolSize: 8, lineStyle: { color: tone, type: dashes[style], width: 2 }, itemStyle: { color: tone },
        data: kept.map(p => ({ value: [at(p), scale.place(p.objective.median)], p, label: p.lost > 0 ? { show: true, formatter: "✕", color: tone, fontSize: 16, position: "top" } : undefined })),
      });
      series.push({
        type: "custom", name: curve.compared, silent: true, clip: true, tooltip: { show: false }, encode: { x: 0, y: [2, 3] }, itemStyle: { color: tone },
        data: kept.filter(p => p.objective.low !== undefined).map(p => [at(p), scale.place(p.objective.median), Math.max(p.objective.low, scale.floor), scale.place(p.objective.high)]),
        renderItem: (_, api) => {
          const low = api.coord([api.value(0), api.value(2)]), high = api.coord([api.value(0), api.value(3)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: tone, lineWidth: 1.5 } };
        },
      });
      const lost = curve.points.filter(p => !p.objective && p.lost > 0);
      series.push({
        type: "scatter", name: curve.compared, symbolSize: 1, itemStyle: { color: tone },
        data: lost.map(p => ({ value: [at(p), scale.top], p })),
        label: { show: true, formatter: "✕", color: tone, fontSize: 18 },
      });
    });
    draw(element, {
      legend: { top: 0, data: names.filter((_, o) => isShown(o)), textStyle: { color: ink() } },
      grid: { left: 64, right: 24, top: 40, bottom: 48 },
      tooltip: tooltip({ trigger: "item", formatter: ({ seriesName, data: d }) => d && d.p ? `${esc(seriesName)}, ${esc(tuned)} ${d.p.tuned}<br>${d.p.objective ? "median " + esc(objective.label) + " " + showObjective(d.p.objective.median) + (d.p.values ? "<br>" + esc(d.p.values) : "") : "no run completed"}${d.p.lost ? `<br>${d.p.lost} of ${d.p.runs} run${d.p.runs === 1 ? "" : "s"} diverged or failed` : ""}` : "" }),
      xAxis: axisStyle({
        type: "value", name: log ? `${tuned} (logarithmic)` : tuned, nameGap: 28, min: places[0] - .03 * span, max: places.at(-1) + .03 * span, axisTick: { customValues: places },
        axisLabel: { color: ink(), hideOverlap: true, customValues: places, formatter: v => String(+(log ? 10 ** v : v).toPrecision(3)) },
      }),
      yAxis: axisStyle({ ...scale.axis, nameGap: 46 }),
      series,
    });
  }

  function drawParallel() {
    const element = byId("parallel");
    if (!element) return;
    const axes = data.axes.map((axis, i) => ({ axis, i })).filter(a => a.axis.values.length > 1);
    const list = visible().filter(s => s.objective).slice(0, 600);
    const means = list.map(s => s.objective.mean), above = (objective.log ? means.filter(c => c > tiny) : means).map(heightOf);
    const [min, max] = above.length > 0 ? [Math.min(...above), Math.max(...above)] : [0, 0];
    const zero = objective.log && hasZero(means), foot = zero ? min - Math.max(.3, .1 * (max - min)) : min;
    const heights = means.map(mean => objective.log && mean <= tiny ? foot : heightOf(mean));
    const figures = data.highlights.slice(0, 2).map(i => [data.metrics[i], s => s.m[i] ?? undefined]).filter(([, get]) => list.some(s => get(s) !== undefined));
    const parallelAxis = axes.map((a, dim) => ({ dim, name: a.axis.label, type: "category", data: a.axis.values, axisLabel: { formatter: v => brief(v), interval: Math.ceil(a.axis.values.length / 20) - 1 } }));
    parallelAxis.push({ dim: axes.length, name: objective.label, type: "value", scale: true, inverse: !objective.maximize, min: foot, max, axisLabel: { formatter: v => zero && v <= foot + 1e-9 ? "0" : v < min - 1e-9 || above.length === 0 ? "" : showObjective(meanAt(v), 3) } });
    figures.forEach(([metric], j) => parallelAxis.push({ dim: axes.length + 1 + j, name: metric.short, type: "value", scale: true, inverse: !metric.maximize, axisLabel: { formatter: v => show(v, 4) } }));
    const small = element.clientWidth < 560;
    const names = compared.names;
    // A label ends before the next axis begins.
    const room = (chart(element).getWidth() - (small ? 98 : 130)) / Math.max(1, parallelAxis.length - 1) - 10;
    parallelAxis.forEach(a => { a.axisLabel = { ...legible(), fontSize: small ? 10 : 12, width: room, overflow: "truncate", ...a.axisLabel }; });
    draw(element, {
      legend: { top: 0, data: names.filter((_, o) => isShown(o)), textStyle: { color: ink() } },
      parallel: {
        left: small ? 40 : 60, right: small ? 58 : 70, top: 76, bottom: 24,
        parallelAxisDefault: { nameLocation: "start", nameGap: 18, nameTextStyle: { color: ink(), fontSize: small ? 10 : 13 }, axisLine: { lineStyle: { color: ink(), width: 1.5 } }, areaSelectStyle: { width: 22, opacity: .3 } },
      },
      parallelAxis: parallelAxis.map(a => ({ ...a, nameLocation: a.inverse ? "start" : "end" })),
      tooltip: tooltip({ trigger: "item", formatter: p => p.data && p.data.s ? `${esc(label(p.data.s))}<br>rank ${esc(p.data.s.rank)}, ${esc(objective.label)} ${showObjective(p.data.s.objective.mean)}` : "" }),
      series: names.map((name, o) => ({
        type: "parallel", name, smooth: false, lineStyle: { color: color(compared.styles[o]), width: 1.3, opacity: list.length > 100 ? .4 : .7 }, itemStyle: { color: color(compared.styles[o]) }, inactiveOpacity: .03, emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: list.map((s, n) => ({ s, n })).filter(item => item.s.c === o).map(({ s, n }) => ({
          s, value: [...axes.map(a => s.v[a.i] < 0 ? "-" : a.axis.values[s.v[a.i]]), heights[n], ...figures.map(([, get]) => get(s) ?? "-")],
        })),
      })),
    });
    element.dataset.lines = String(list.length);
  }

  function drawStrip() {
    const element = byId("strip");
    if (!element) return;
    const list = chosen().filter(s => s.objective).slice(0, 20);
    const dots = [], medians = [], bars = [], scale = scaleOf(list.map(s => s.objective));
    list.forEach((s, i) => {
      const tone = color(styleOf(s, i, list));
      const seeds = s.seeds.filter(seed => seed.state === undefined && seed.objective !== undefined);
      seeds.forEach((seed, j) => dots.push({ value: [i + (seeds.length > 1 ? (j / (seeds.length - 1) - .5) * .3 : 0), scale.place(seed.objective)], itemStyle: { color: tone, opacity: .75 }, s, seed }));
      medians.push({ value: [i, scale.place(s.objective.median)], itemStyle: { color: tone, borderColor: ink(), borderWidth: 1 }, s });
      if (s.objective.low !== undefined) bars.push({ value: [i, Math.max(s.objective.low, scale.floor), scale.place(s.objective.high)], tone });
    });
    const short = s => curveView.which === "best" ? comparedName(s) : data.axes.map((axis, i) => axis.values.length > 1 && s.v[i] >= 0 ? brief(axis.values[s.v[i]], 3) : "").filter(Boolean).join(" ");
    draw(element, {
      grid: { left: 64, right: 20, top: 16, bottom: list.length > 4 ? 96 : 34 },
      tooltip: tooltip({ formatter: p => p.data.s ? `${esc(label(p.data.s))}<br>${p.data.seed ? `seed ${p.data.seed.seed}${p.data.seed.split ? `, ${esc(p.data.seed.split)}` : ""}: ${showObjective(p.data.seed.objective)}` : `median ${showObjective(p.data.s.objective.median)}, middle half ${showObjective(p.data.s.objective.low)} to ${showObjective(p.data.s.objective.high)}`}` : "" }),
      xAxis: axisStyle({ type: "value", min: -.5, max: Math.max(.5, list.length - .5), interval: .5, splitLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: ink(), rotate: list.length > 4 ? 40 : 0, hideOverlap: false, formatter: v => Number.isInteger(v) && list[v] ? short(list[v]) : "" } }),
      yAxis: axisStyle({ ...scale.axis, nameGap: 46 }),
      series: [
        { type: "custom", silent: true, encode: { x: 0, y: [1, 2] }, data: bars, clip: true, renderItem: (item, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: bars[item.dataIndex].tone, lineWidth: 2 } };
        } },
        { type: "scatter", symbolSize: 8, data: dots },
        { type: "scatter", symbol: "diamond", symbolSize: 14, data: medians },
      ],
    });
  }

  function drawProfile() {
    const element = byId("profile");
    if (!element) return;
    const names = compared.names;
    const small = element.clientWidth < 560 && !printing;
    draw(element, {
      legend: { top: 0, orient: small ? "vertical" : "horizontal", textStyle: { color: ink() } },
      grid: { left: 60, right: 24, top: small ? 20 + 22 * data.profile.length : 40, bottom: 48 },
      tooltip: tooltip({ trigger: "axis", valueFormatter: v => v === undefined ? "–" : `${Math.round(100 * v)} %` }),
      xAxis: axisStyle({ type: "value", name: data.profileAxis, nameGap: 28, min: 1, max: 4 }),
      yAxis: axisStyle({ type: "value", name: "fraction of problems", nameGap: 36, min: 0, max: 1 }),
      series: data.profile.map(p => {
        const style = compared.styles[names.indexOf(p.compared)];
        return { type: "line", step: "end", name: `${p.compared} (score ${p.score.toFixed(3)})`, data: p.points, showSymbol: false, lineStyle: { color: color(style), width: 2.5, type: dashes[style % 4] }, itemStyle: { color: color(style) } };
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
  const objectiveOf = get => ({ n: true, get, text: s => write(get(s)) });
  const textOf = (metric, s, value) => metric.censored && value === undefined && data.target !== undefined ? `> ${s.epochs}` : writers[metric.format](value);
  const columns = [
    { name: "rank", n: true, get: s => data.configurations.indexOf(s), text: s => s.rank },
    ...data.axes.map((axis, i) => ({ name: axis.label, get: s => s.v[i], text: s => s.v[i] < 0 ? "" : axis.values[s.v[i]] })),
    { name: data.configurations.some(s => s.runs > 1) ? "mean score" : "score", ...objectiveOf(s => s.objective && s.objective.mean) },
    { name: "std. dev.", ...objectiveOf(s => s.objective && s.objective.sd) },
    { name: "median", ...objectiveOf(s => s.objective && s.objective.median) },
    { name: "IQM", ...objectiveOf(s => s.objective && s.objective.iqm) },
    { name: "best", screen: true, ...objectiveOf(s => s.objective && (objective.maximize ? s.objective.max : s.objective.min)) },
    { name: "worst", screen: true, ...objectiveOf(s => s.objective && (objective.maximize ? s.objective.min : s.objective.max)) },
    ...data.metrics.map((metric, i) => ({ name: metric.label, n: true, screen: !data.highlights.includes(i), get: s => s.m[i] ?? undefined, text: s => textOf(metric, s, s.m[i] ?? undefined) })),
    { name: "completed", n: true, get: s => s.completed / s.runs, text: s => `${s.completed} of ${s.runs}` },
    { name: "unsuccessful", n: true, get: s => s.unsuccessful, text: s => String(s.unsuccessful) },
    { name: "diverged", n: true, get: s => s.diverged, text: s => String(s.diverged) },
    { name: "failed", n: true, get: s => s.failed, text: s => String(s.failed) },
  ].filter(c => c.n === undefined || data.configurations.some(s => c.get(s) !== undefined));

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
    count.textContent = `${list.length} of ${data.configurations.length} configuration${data.configurations.length === 1 ? "" : "s"}. A click on a column's name sorts by it.`;
  }

  const curveControls = byId("curve-controls");
  if (curveControls) {
    const redraw = () => { drawCurves(); drawStrip(); };
    const seeds = data.configurations.some(s => s.seeds.some(seed => seed.curve));
    if (data.configurations.length > compared.names.length) {
      const counts = [["ten", "10 best"], ["all", "60 best"]];
      choice(curveControls, "Configurations", isComparing ? [["best", `best of each ${compared.label}`], ...counts] : counts, value => { curveView.which = value; redraw(); }).id = "which";
    }
    const units = [["records", data.recordEvery === 1 ? "epochs" : `epochs (per ${data.recordEvery})`]];
    if (data.recordEvery !== 1) units.push(["epochs", "epochs"]);
    if (data.configurations.every(s => s.steps !== undefined)) units.push(["steps", "steps"]);
    if (data.configurations.some(s => s.seconds !== undefined)) units.push(["seconds", "seconds"]);
    choice(curveControls, "Against", units, value => { curveView.unit = value; drawCurves(); });
    tick(curveControls, "logarithmic", curveView.log, value => { curveView.log = value; drawCurves(); });
    if (data.configurations.some(s => s.low)) tick(curveControls, data.configurations.length > mostBands ? `middle half (up to ${mostBands} curves)` : "middle half", true, value => { curveView.band = value; drawCurves(); });
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
