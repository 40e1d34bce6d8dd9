// Draws the cells before and after, one row of pictures coloured by batch and one by label, UMAP or leading dimensions.

const MOST_SVG_MARKS = 13000;

/** @param places what each layout is beside its embedding; {@code same} whether all embeddings share their axes */
function pictures(packed, run, places, same) {
  const picture = packed === null ? null : unpacked(packed);
  if (picture === null || picture.batchOf.length === 0) {
    byId('sample').textContent = 'This run has no picture of its cells.';
    return;
  }
  byId('picture').hidden = false;
  byId('sample').textContent = sampleWords(picture);
  const shown = {picture: picture, places: places, same: same, order: shuffled(picture.batchOf.length)};
  const ways = waysToColour(picture, run);
  // Drawings stay sharp on paper, where Chromium may lose the first strokes of a canvas; but they are slow for very many cells.
  shown.renderer = picture.batchOf.length * picture.layouts.length * ways.length <= MOST_SVG_MARKS ? 'svg' : 'canvas';
  const planes = picture.layouts.every(layout => layout.umap !== null) ? ['umap', 'leading'] : ['leading'];
  show(shown, planes[0]);
  const panels = ways.map(way => panel(shown, way));
  choices(byId('planes'), 'Show', planes.map(plane => plane === 'umap' ? 'UMAP' : 'leading dimensions'), i => {
    show(shown, planes[i]);
    panels.forEach(draw => draw());
  });
}

/** The places of cells come as little-endian floats, two a cell, in base64: half of what they take as text. */
function unpacked(picture) {
  const points = text => {
    if (text === null) {
      return null;
    }
    const view = new DataView(bytes(text).buffer);
    return picture.batchOf.map((_, i) => [view.getFloat32(8 * i, true), view.getFloat32(8 * i + 4, true)]);
  };
  return Object.assign({}, picture, {layouts: picture.layouts.map(layout => ({
    embedding: layout.embedding, leading: points(layout.leading), umap: points(layout.umap)}))});
}

function waysToColour(picture, run) {
  const batchName = run.batch.map(name => readable(name, 40)).join(', ');
  const ways = [{key: 'batch', name: 'By batch (' + batchName + ')', noun: 'batches', of: picture.batchOf, names: picture.batches}];
  if (picture.labels.length > 0) {
    ways.push({key: 'label', name: 'By label (' + readable(run.label, 40) + ')', noun: 'labels', of: picture.labelOf, names: picture.labels});
  }
  return ways;
}

function sampleWords(picture) {
  const shown = picture.batchOf.length;
  return shown === picture.cells ? 'All ' + cells(shown) + '.' : integer(shown) + ' of ' + cells(picture.cells)
    + ', drawn at random, but with more than their share of small batches' + (picture.labels.length > 0 ? ' and labels' : '')
    + ', so that these are seen too.';
}

function show(shown, plane) {
  const layouts = shown.picture.layouts;
  shown.plane = plane;
  shown.points = layouts.map(layout => layout[plane]);
  shown.aspect = plane === 'umap' ? mapAspect(shown.points.flat()) : 0.85;
  byId('panels').style.setProperty('--aspect', 1 / shown.aspect);
  shown.axes = plane === 'umap' ? layouts.map(() => mapAxes(shown.points.flat(), shown.aspect))
    : layouts.map((layout, i) => numberedAxes(layout.embedding, shown.same ? shown.points.flat() : shown.points[i]));
  byId('plane-note').textContent = plane === 'umap' ? umapWords(layouts.length) : leadingWords(shown);
}

function umapWords(layouts) {
  const others = layouts === 2 ? 'the second is' : 'the others are';
  return 'UMAP of each embedding by itself, with the same seed, settings and axes'
    + (layouts > 1 ? '; ' + others + ' turned, reflected and shifted, but not stretched, so that the cells lie over those of the first as '
      + 'well as they can' : '') + '. Read who is near whom: the sizes of groups and the distances between them mean little.';
}

function leadingWords(shown) {
  const plane = 'The first two dimensions of each embedding' + (shown.same ? ', on the same axes. ' : ', each on axes of its own. ');
  return shown.same && shown.points.length === 2 ? plane + movement(shown.points[0], shown.points[1]) : plane;
}

function movement(before, after) {
  const moves = before.map((point, i) => Math.hypot(after[i][0] - point[0], after[i][1] - point[1]))
    .filter(Number.isFinite).sort((a, b) => a - b);
  const spread = Math.hypot(deviation(before, 0), deviation(before, 1));
  if (moves.length === 0 || !(spread > 0)) {
    return '';
  }
  const median = moves[Math.floor(moves.length / 2)];
  return 'In this plane the median cell shown moved by ' + number(median) + ', which is ' + percent(median / spread)
    + ' of the spread of the cells (' + number(spread) + ', the root mean square distance from their mean).';
}

function deviation(points, axis) {
  const values = points.map(point => point[axis]).filter(Number.isFinite);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}

/** The same cells by every embedding in the same colours. Draws itself anew each time what it returns is called. */
function panel(shown, way) {
  const view = {shown: shown, way: way, chosen: new Set(), levels: levels(way)};
  view.levelOf = new Map(view.levels.flatMap((level, i) => level.members.map(member => [member, i])));
  const grid = element('div', '', 'grid');
  const count = shown.picture.layouts.length;
  grid.style.setProperty('--columns', count === 4 ? 2 : Math.min(count, 3));
  grid.append(...shown.picture.layouts.map((layout, i) => cellsFigure(shown, way, layout, i)));
  const legend = element('ul', '', 'legend');
  byId('panels').append(element('h3', way.name), grid, element('p', legendWords(view), 'note'), legend);
  const plots = shown.picture.layouts.map((_, i) => addChart(way.key + '-' + i, shown.renderer, look => scatter(view, i, look), {
    file: () => [shown.plane, shown.places[i] ? shown.places[i].toLowerCase() : fileWord(shown.picture.layouts[i].embedding), way.key].join('-'),
    legend: () => marks(view), aspect: () => shown.aspect,
  }));
  const draw = () => plots.forEach(chart => chart.draw());
  legend.append(...view.levels.map((level, i) => legendEntry(view, level, i, draw)));
  return draw;
}

function cellsFigure(shown, way, layout, i) {
  const name = (shown.places[i] ? shown.places[i] + ': ' : '') + readable(layout.embedding, 60);
  const figure = element('figure', '');
  const drawing = element('div', '', 'plot square');
  drawing.dataset.chart = way.key + '-' + i;
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', name + ', b' + way.name.slice(1));
  drawing.setAttribute('aria-describedby', 'sample');
  figure.append(element('figcaption', name), drawing);
  return figure;
}

/** A fixed random order, so that no batch lies on top of another. */
function shuffled(count) {
  const order = Array.from({length: count}, (_, i) => i);
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor(state / 2 ** 32 * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
