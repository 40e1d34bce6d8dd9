// Draws one picture of cells: the marks, the labels' names among them, and its axes.

function scatter(view, layout, {colours, paper}) {
  const points = view.shown.points[layout];
  const axes = view.shown.axes[layout];
  const level = i => view.levelOf.get(view.way.of[i]);
  const shown = i => view.chosen.size === 0 || view.chosen.has(level(i));
  const item = i => [points[i][0], points[i][1], level(i), view.way.of[i]];
  const size = points.length < 500 ? 8 : points.length < 1500 ? 6 : points.length < 5000 ? 5 : points.length < 15000 ? 4 : 3;
  return {
    grid: axes[0].bare ? {left: paper ? 18 : 1, right: 1, top: 1, bottom: paper ? 18 : 1, show: true, borderColor: colours.line} : {left: 8, right: 16, top: 34, bottom: 30, containLabel: true},
    xAxis: scatterAxis(axes[0], {nameLocation: 'middle', nameGap: 28}, colours, paper),
    yAxis: scatterAxis(axes[1], {nameLocation: 'end', nameTextStyle: {align: 'left', color: colours.muted}}, colours, paper),
    tooltip: tooltip(colours, 'item', params => cellWords(view, axes, params.value)),
    series: [
      scatterSeries(view.shown.order.filter(i => !shown(i)).map(item), {
        silent: true, symbolSize: size - 1, itemStyle: {color: colours.line, opacity: 0.5},
      }),
      scatterSeries(view.shown.order.filter(shown).map(item), {
        symbol: value => view.levels[value[2]].shape || 'circle',
        symbolSize: value => view.levels[value[2]].shape === null ? size - 2 : size,
        itemStyle: {color: params => colourOf(view.levels[params.value[2]], colours), opacity: 0.8},
      }),
      nameSeries(view.way.key === 'label' ? places(view, points) : [], colours),
    ],
  };
}

function scatterSeries(data, look) {
  return Object.assign({type: 'scatter', data: data, progressive: 0, emphasis: {disabled: true}}, look);
}

/** Labels stand in the picture as well: nobody tells forty colours from a list. */
function nameSeries(named, colours) {
  return {
    type: 'scatter', data: named.map(entry => entry.place), silent: true, symbolSize: 1, itemStyle: {color: 'transparent', opacity: 1}, z: 5, tooltip: {show: false},
    labelLayout: {hideOverlap: true},
    label: {
      show: true, position: 'inside', color: colours.ink, fontSize: 12, fontWeight: 600, textBorderColor: colours.paper, textBorderWidth: 3,
      formatter: params => readable(named[params.dataIndex].name, 26),
    },
  };
}

/** Where the middle cell of each level lies, largest level first, which keep their names where there is no room for all. */
function places(view, points) {
  return view.levels.map((level, i) => ({name: level.name, own: level.shape !== null && (view.chosen.size === 0 || view.chosen.has(i)),
    count: level.count, members: view.way.of.map((member, cell) => view.levelOf.get(member) === i ? cell : -1).filter(cell => cell >= 0)}))
    .filter(level => level.own).sort((a, b) => b.count - a.count)
    .map(level => ({name: level.name, place: middle(level.members.map(cell => points[cell]))}));
}

function middle(points) {
  const centre = [0, 1].map(axis => points.map(point => point[axis]).sort((a, b) => a - b)[Math.floor(points.length / 2)]);
  const far = point => Math.hypot(point[0] - centre[0], point[1] - centre[1]);
  return points.reduce((best, point) => far(point) < far(best) ? point : best);
}

/** On the page a map's axes need no names: the words above it say what it is. */
function scatterAxis(axis, nameStyle, colours, paper) {
  const line = {splitLine: {show: false}, axisLine: {show: true, onZero: false, lineStyle: {color: colours.line}}, min: axis.min, max: axis.max};
  const name = paper ? {name: axis.name, nameLocation: 'middle', nameGap: 5, nameTextStyle: {color: colours.muted}} : {};
  return axis.bare ? Object.assign({type: 'value', axisLabel: {show: false}, axisTick: {show: false}}, line, name)
    : valueAxis(colours, Object.assign({interval: axis.interval, name: axis.name}, line, nameStyle));
}

function cellWords(view, axes, value) {
  const name = value[3] < 0 ? NO_LABEL : view.way.names[value[3]];
  return axes[0].bare ? [name] : [name].concat(axes.map((axis, i) => axis.name + ': ' + number(value[i])));
}

/** The same scale both ways, as distances are all there is to see; without numbers, which mean nothing in a UMAP. */
function mapAxes(points, aspect) {
  const ranges = [0, 1].map(axis => range(points, axis));
  const half = 0.54 * Math.max(ranges[0][1] - ranges[0][0], (ranges[1][1] - ranges[1][0]) / aspect) || 1;
  return ranges.map(([low, high], axis) => {
    const reach = axis === 0 ? half : half * aspect;
    return {name: 'UMAP ' + (axis + 1), min: (low + high) / 2 - reach, max: (low + high) / 2 + reach, bare: true};
  });
}

/** Height over width of a map, within what is pleasant. */
function mapAspect(points) {
  const [across, down] = [0, 1].map(axis => range(points, axis)).map(([low, high]) => high - low);
  return across > 0 ? Math.min(1, Math.max(0.65, down / across)) : 1;
}

function numberedAxes(embedding, points) {
  return [0, 1].map(axis => Object.assign({name: readable(embedding, 40) + ' ' + (axis + 1)}, roundRange(...range(points, axis))));
}

function range(points, axis) {
  const values = points.map(point => point[axis]).filter(Number.isFinite);
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function roundRange(low, high) {
  if (!(high > low)) {
    const middle = Number.isFinite(low) ? low : 0;
    return {min: middle - 1, max: middle + 1, interval: 0.5};
  }
  const rough = (high - low) / 8;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * unit >= rough) * unit;
  return {min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, interval: step};
}
