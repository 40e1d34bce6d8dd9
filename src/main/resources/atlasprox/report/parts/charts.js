// Draws nothing by itself: what all charts share, from axes, tooltips and colours to being drawn again for another size or for paper.

function valueAxis(colours, own) {
  return Object.assign({
    type: 'value', axisLabel: {color: colours.muted, hideOverlap: true, formatter: own.label || number},
    nameTextStyle: {color: colours.muted}, splitLine: {lineStyle: {color: colours.line, opacity: 0.6}},
  }, own);
}

/** A linear or logarithmic axis, and where a value lies on it; null where it has no place. */
function scale(values, logarithmic, linear) {
  const positive = values.filter(value => value > 0);
  if (!logarithmic || positive.length === 0) {
    return {axis: linear, place: value => Number.isFinite(value) ? value : null};
  }
  // Powers of ten on a linear axis from 0: ECharts' own logarithmic axis takes values below 1e-20 for zero.
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const powers = Math.max(1, Math.ceil(Math.log10(Math.max(...positive))) - low);
  return {
    axis: {min: 0, max: powers, interval: Math.ceil(powers / 6), label: place => number(10 ** (low + place))},
    place: value => Number.isFinite(value) && value > 0 ? Math.log10(value) - low : null,
  };
}

/** Whether values are so unequal that small ones would vanish on a linear axis. */
function spans(values) {
  const positive = values.filter(value => value > 0);
  return positive.length > 0 && Math.max(...positive) > 100 * Math.min(...positive);
}

/** Built of text nodes: a string would be read as HTML. */
function tooltip(colours, trigger, lines) {
  return {
    trigger: trigger, confine: true, transitionDuration: 0, backgroundColor: colours.paper, borderColor: colours.line,
    textStyle: {color: colours.ink, fontSize: 13}, axisPointer: {type: 'shadow', shadowStyle: {color: colours.line, opacity: 0.3}},
    extraCssText: 'max-width: 24rem; white-space: normal; overflow-wrap: anywhere;',
    formatter: params => {
      const box = element('div', '');
      box.append(...lines(params).map(line => element('div', readable(line, 300))));
      box.firstChild.style.fontWeight = '600';
      return box;
    },
  };
}

const charts = [];

/** @param option makes the chart's option by the colours, the width in pixels, and whether it is for paper */
function addChart(name, renderer, option, more = {}) {
  const instance = echarts.init(plot(name), null, {renderer: renderer});
  // Nothing is left of the axes drawn before; the tooltip stays, which may be about to show.
  const look = () => ({colours: theme(false), width: plot(name).clientWidth, paper: false});
  const draw = () => instance.setOption(Object.assign({animation: false}, option(look())), {replaceMerge: ['grid', 'xAxis', 'yAxis', 'series']});
  const chart = {draw: draw, resize: () => instance.resize(), flush: () => instance.getZr().flush()};
  charts.push(chart);
  plot(name).before(saveButtons(name, option, more));
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(plot(name));
  return chart;
}

function followPage() {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
  window.addEventListener('beforeprint', () => forPaper(true));
  window.addEventListener('afterprint', () => forPaper(false));
  redrawAll();
}

function forPaper(printing) {
  document.documentElement.classList.toggle('print', printing);
  redrawAll();
  // There is no next frame before the page goes to paper.
  charts.forEach(chart => chart.flush());
}

function redrawAll() {
  charts.forEach(chart => {
    chart.resize();
    chart.draw();
  });
}

/** @param paper whether for paper, which is white whatever the page is */
function theme(paper) {
  const root = document.documentElement;
  const printing = root.classList.contains('print');
  root.classList.toggle('print', printing || paper);
  const style = getComputedStyle(root);
  const colour = name => style.getPropertyValue('--' + name).trim();
  const colours = {
    ink: colour('ink'), muted: colour('muted'), faint: colour('faint'), paper: colour('paper'), line: colour('line'), first: colour('first'),
    second: colour('second'),
  };
  root.classList.toggle('print', printing);
  return colours;
}
