// Draws a chart once more for a file of its own, SVG or PNG: on white, in the colours of paper, with what the page says around it.

const PICTURE_WIDTH = 720;
const SHARPNESS = 3;
const EDGE = 12;
const MOST_LEGEND_LINES = 34;
const PRINT = {title: {size: 15, weight: 600, line: 20, colour: 'ink'}, small: {size: 11, weight: 400, line: 15, colour: 'muted'}};
const LEGEND = {size: 12, weight: 400, line: 17};

const origin = {file: 'atlasprox', words: ''};

/** What all pictures are named by: the folder written, or else what was read. */
function pictureOrigin(run, title) {
  const place = String(run.output || run.input[0]).replace(/\/+$/, '').replace(/^.*\//, '');
  origin.file = fileWord(place.replace(/\.(parquet|h5ad|zarr)$/, ''));
  origin.words = title + ', ' + inputWords(run.input);
}

function fileWord(name) {
  return readable(name, 60).replace(/[^\w.-]+/g, '_').replace(/^[_.]+|_+$/g, '') || 'atlasprox';
}

/**
 * Two buttons beside a chart.
 *
 * @param option of the chart, made anew for paper
 * @param more what the chart alone knows: {@code file}, the middle of the file's name; {@code legend}, marks with names; {@code aspect},
 *     height over width of its drawing
 */
function saveButtons(name, option, more) {
  const title = plot(name).getAttribute('aria-label');
  const group = element('div', '', 'save');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Save: ' + title);
  group.append(...['SVG', 'PNG'].map(type => {
    const button = element('button', type);
    button.type = 'button';
    button.setAttribute('aria-label', 'Save as ' + type + ': ' + title);
    button.title = 'Save this chart as ' + type;
    button.addEventListener('click', () => {
      const picture = pictureOf(name, option, more);
      download([origin.file, more.file ? more.file() : name].join('-') + '.' + type.toLowerCase(), type === 'SVG' ? svg(picture) : png(picture));
    });
    return button;
  }));
  return group;
}

function svg(picture) {
  const text = rendered(picture, {renderer: 'svg', ssr: true}, chart => chart.renderToSVGString());
  return new Blob([text], {type: 'image/svg+xml'});
}

function png(picture) {
  const url = rendered(picture, {renderer: 'canvas', devicePixelRatio: SHARPNESS},
    chart => chart.getDataURL({type: 'png', pixelRatio: SHARPNESS, backgroundColor: picture.option.backgroundColor}));
  return new Blob([bytes(url.slice(url.indexOf(',') + 1))], {type: 'image/png'});
}

function rendered(picture, how, take) {
  const chart = echarts.init(how.ssr ? null : document.createElement('div'), null, Object.assign({width: picture.width, height: picture.height}, how));
  try {
    chart.setOption(picture.option);
    return take(chart);
  } finally {
    chart.dispose();
  }
}

function download(name, content) {
  const link = element('a', '');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** The chart's option with title above, notes below and legend beside, and the size that all of it takes. */
function pictureOf(name, option, more) {
  const colours = theme(true);
  const legend = legendSize(more.legend ? more.legend() : []);
  const width = PICTURE_WIDTH + legend.width;
  const height = more.aspect ? Math.round(PICTURE_WIDTH * more.aspect()) : plot(name).clientHeight;
  const notes = (plot(name).getAttribute('aria-describedby') || '').split(' ').filter(Boolean).map(id => byId(id).textContent).join(' ');
  const title = block(plot(name).getAttribute('aria-label'), PRINT.title, width, colours, EDGE);
  const words = block(origin.words, PRINT.small, width, colours, EDGE + title.height);
  const top = EDGE + title.height + words.height + EDGE;
  const foot = block(notes, PRINT.small, width, colours, top + height + EDGE);
  const drawn = option({colours: colours, width: PICTURE_WIDTH - 2 * EDGE, paper: true});
  return {
    width: width, height: top + height + EDGE + (foot.height > 0 ? foot.height + EDGE : 0),
    option: Object.assign({}, drawn, {
      animation: false, backgroundColor: colours.paper, tooltip: {show: false},
      grid: [].concat(drawn.grid).map(grid => within(grid, top, height, legend.width)),
      title: [title.title, words.title, foot.title].concat([].concat(drawn.title || []).map(own => lower(own, top))),
      legend: legend.entries.length === 0 ? lower(drawn.legend || {show: false}, top) : sideLegend(legend, top, colours),
      series: drawn.series.concat(legend.entries.map((entry, i) => ({
        type: 'scatter', name: 'legend ' + i, data: [], symbol: entry.shape || 'circle', color: colourOf(entry, colours),
      }))),
    }),
  };
}

/** A part of the chart, moved down below the title and in from the edge. */
function lower(part, top) {
  return Object.assign({}, part, {top: part.top + top, left: (part.left || 0) + EDGE});
}

/** A grid's sides are pixels from the edges of the chart, which is no longer the whole picture. */
function within(grid, top, height, beside) {
  const own = lower(grid, top);
  if (grid.width === undefined) {
    own.width = PICTURE_WIDTH - own.left - grid.right - EDGE;
  }
  own.height = height - grid.top - grid.bottom;
  delete own.right;
  delete own.bottom;
  return own;
}

/** Text broken into lines as a title of its own. */
function block(text, font, width, colours, top) {
  const lines = broken(text, font, width - 2 * EDGE);
  return {
    height: lines.length * font.line,
    title: {
      text: lines.join('\n'), left: EDGE, top: top, padding: 0,
      textStyle: {color: colours[font.colour], fontSize: font.size, fontWeight: font.weight, lineHeight: font.line},
    },
  };
}

function broken(text, font, width) {
  const lines = [];
  readable(text || ' ', 1500).split(' ').forEach(word => {
    const longer = lines.length === 0 ? word : lines[lines.length - 1] + ' ' + word;
    if (lines.length === 0 || textWidth(longer, font) > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  });
  return text ? lines : [];
}

function textWidth(text, font) {
  const context = document.createElement('canvas').getContext('2d');
  context.font = font.weight + ' ' + font.size + 'px sans-serif';
  return context.measureText(text).width;
}

/** Columns of at most so many names, beside the drawing. */
function legendSize(entries) {
  const columns = Math.ceil(entries.length / MOST_LEGEND_LINES);
  const names = entries.map(entry => readable(entry.name, 34));
  const widest = Math.max(0, ...names.map(name => textWidth(name, LEGEND)));
  return {entries: entries, names: names, width: Math.ceil(columns * (widest + 36)), lines: Math.ceil(entries.length / Math.max(1, columns))};
}

function sideLegend(legend, top, colours) {
  return {
    type: 'plain', orient: 'vertical', selectedMode: false, left: PICTURE_WIDTH, top: top, height: legend.lines * LEGEND.line, padding: 0,
    itemWidth: 10, itemHeight: 10, itemGap: LEGEND.line - LEGEND.size, data: legend.entries.map((_, i) => 'legend ' + i),
    formatter: name => legend.names[Number(name.slice('legend '.length))],
    textStyle: {color: colours.ink, fontSize: LEGEND.size, lineHeight: LEGEND.size},
  };
}
