(function () {
  'use strict';

  // What goes wrong is shown on the page and kept in an attribute of its body, for tests and for those who ask for help.
  const problems = [];
  window.addEventListener('error', event => note(event.message));
  window.addEventListener('unhandledrejection', event => note(String(event.reason)));
  document.addEventListener('securitypolicyviolation', event => note('blocked by policy: ' + event.violatedDirective));
  document.addEventListener('DOMContentLoaded', () => {
    document.body.dataset.errors = problems.join('\n');
    tell(JSON.parse(byId('data').textContent));
    document.body.dataset.drawn = String(charts.length);
  });

  function note(problem) {
    problems.push(problem);
    if (document.body) {
      document.body.dataset.errors = problems.join('\n');
      document.body.append(element('p', 'A part of this page failed: ' + problem, 'problem'));
    }
  }

  function tell(data) {
    const run = data.run;
    if (data.fit === null) {
      tellEvaluation(data);
    } else {
      tellCorrection(data);
    }
    warnings(run.warnings);
    scorecard(data.scores);
    changes(data.scores);
    settings(run.settings);
    byId('made').textContent = 'Made by AtlasProx ' + run.atlasprox + '. Charts by Apache ECharts ' + data.echarts
      + '. This file is complete in itself and asks nothing of the network.';
    followPage();
  }

  function tellCorrection(data) {
    const run = data.run;
    heading('Batch correction of ' + readable(run.embedding, 80), run,
      [cells(run.counts.read), plural(data.fit.batches, 'batch', 'batches')]);
    verdict(correctionWords(data));
    tiles(data.scores === null ? roundTiles(run) : scoreTiles(data.scores.evaluation.embeddings));
    facts(correctionFacts(run, data.fit.batches));
    counts(run.counts);
    pictures(data.picture, run, ['Before', 'After'], true);
    training(run.fit.trace, run);
    // Where the cells themselves were measured, the fit's estimate of the same would only confuse.
    ofBatches('bent', changesOf(data.scores).length > 0 ? [] : data.fit.bent, data.fit.batches, 'Structure changed, %:');
    ofBatches('apart', data.fit.apart, data.fit.batches, 'Separation');
    ofBatches('losses', data.fit.losses, data.fit.batches, 'Loss');
    sizes(data);
    files(run);
    repeat(run, run.fit);
  }

  function tellEvaluation(data) {
    ['fitting', 'sizes', 'counted', 'written', 'again'].forEach(id => {
      byId(id).hidden = true;
    });
    const evaluation = data.scores.evaluation;
    heading('Scores of ' + plural(evaluation.embeddings.length, 'embedding', 'embeddings'), data.run,
      [cells(evaluation.cells), plural(evaluation.batches, 'batch', 'batches')]);
    byId('cells-title').textContent = 'The cells';
    verdict([data.verdict]);
    tiles(scoreTiles(evaluation.embeddings));
    facts(evaluationFacts(data.run, evaluation));
    pictures(data.picture, data.run, [], false);
  }

  // ---- Text

  function heading(title, run, figures) {
    document.title = title + ' \u2013 AtlasProx';
    byId('title').textContent = title;
    byId('subtitle').textContent = ['atlasprox ' + run.command + ' on ' + inputWords(run.input)]
      .concat(figures, duration(run.seconds), 'version ' + run.atlasprox).join(' \u00b7 ');
  }

  function inputWords(paths) {
    const name = readable(paths[0].replace(/\/+$/, '').replace(/^.*\//, ''), 60);
    return paths.length === 1 ? name : name + ' and ' + integer(paths.length - 1) + ' more';
  }

  function verdict(sentences) {
    byId('verdict').append(...sentences.map(sentence => element('p', readable(sentence, 1500))));
  }

  function correctionWords(data) {
    const run = data.run;
    const sentences = data.verdict === null ? [] : [data.verdict];
    sentences.push(whatHappened(run.counts) + ' The corrected embedding is ' + readable(run.outputEmbedding, 80)
      + '; the original ' + readable(run.embedding, 80) + ' and all other columns are as they were.');
    if (run.fit.method === 'scbatchprox') {
      sentences.push('Method scbatchprox adjusts every batch on its own, toward its own mean. It does not compare batches with '
        + 'each other, so it is not expected to mix them: batches that lie apart before will mostly lie apart after.');
    }
    if (data.scores === null) {
      sentences.push('Nothing was scored' + (run.label === null ? ', as no label column was given (--label).' : '.'));
    }
    if (data.fit.batches === 1) {
      sentences.push('There is only one batch, so there was no difference between batches to correct.');
    }
    return sentences;
  }

  function whatHappened(counts) {
    if (counts.read === 0) {
      return 'The input has no cells.';
    }
    if (counts.corrected === counts.read) {
      return counts.read === 1 ? 'The one cell was corrected.' : 'All ' + cells(counts.read) + ' were corrected.';
    }
    const rest = [];
    if (counts.unchanged > 0) {
      rest.push(integer(counts.unchanged) + ' written unchanged');
    }
    if (counts.dropped > 0) {
      rest.push(integer(counts.dropped) + ' left out of the output');
    }
    return [integer(counts.corrected) + ' of ' + cells(counts.read) + ' corrected'].concat(rest).join(', ') + '.';
  }

  function warnings(sentences) {
    const section = byId('warnings');
    section.hidden = sentences.length === 0;
    section.querySelector('ul').append(...sentences.map(sentence => element('li', readable(sentence, 1000))));
  }

  function facts(rows) {
    table('facts', rows);
  }

  function correctionFacts(run, batches) {
    return [
      ['Input', run.input.map(path => readable(path, 1000)).join('\n')],
      ['Embedding', readable(run.embedding, 300) + ', ' + plural(run.fit.dimension, 'dimension', 'dimensions')],
      ['Corrected embedding', readable(run.outputEmbedding, 300)],
      batchFact(run),
      ['Label column', run.label === null ? 'none' : readable(run.label, 300) + ' (for pictures and scores only, never for fitting)'],
      ['Method', run.fit.method],
      ['Cells read', integer(run.counts.read)],
      ['Cells fitted on', integer(run.fit.fitted)],
      [run.command === 'apply' ? 'Batches in the model' : 'Batches', integer(batches)],
      ['Started', moment(run.started)],
      ['Time', duration(run.seconds) + fitTime(run)],
      softwareFact(run),
    ];
  }

  function evaluationFacts(run, evaluation) {
    return [
      ['Input', run.input.map(path => readable(path, 1000)).join('\n')],
      ['Embeddings', evaluation.embeddings.map(scores => readable(scores.embedding, 300)).join('\n')],
      batchFact(run),
      ['Label column', run.label === null ? 'none' : readable(run.label, 300)],
      ['Cells', integer(evaluation.cells)],
      ['Cells scored', integer(evaluation.scored)],
      ['Batches', integer(evaluation.batches)],
      ['Labels', integer(evaluation.labels)],
      ['Started', moment(run.started)],
      ['Time', duration(run.seconds)],
      softwareFact(run),
    ];
  }

  function batchFact(run) {
    return [run.batch.length === 1 ? 'Batch column' : 'Batch columns', run.batch.map(name => readable(name, 300)).join(', ')];
  }

  function softwareFact(run) {
    return ['Software', 'AtlasProx ' + run.atlasprox + ', Spark ' + run.spark + ', Java ' + run.java];
  }

  function moment(started) {
    return started.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2 UTC');
  }

  function fitTime(run) {
    const time = duration(run.fit.seconds);
    return run.command === 'apply' ? ' (the saved model took ' + time + ' to fit)' : ', of which fitting ' + time;
  }

  function counts(counts) {
    const share = n => counts.read === 0 ? '' : percent(n / counts.read);
    table('counts', [
      ['Read', integer(counts.read), ''],
      ['Corrected', integer(counts.corrected), share(counts.corrected)],
      ['Written unchanged', integer(counts.unchanged), share(counts.unchanged)],
      ['Left out', integer(counts.dropped), share(counts.dropped)],
      ['Written in all', integer(counts.written), share(counts.written)],
    ], 'number');
  }

  function settings(values) {
    table('settings', Object.entries(values).map(([name, texts]) => [readable(name, 100), texts.map(text => readable(text, 300)).join(', ')]));
  }

  function files(run) {
    const own = run.output.replace(/\/$/, '') + '/_atlasprox/';
    const rows = [
      [run.output, 'the cells, as Parquet'],
      [own + 'run.json', 'this run in numbers, for programs'],
      [own + 'report.html', 'this page'],
    ];
    if (run.command === 'correct') {
      rows.push([own + 'model', 'the fitted model, for atlasprox apply']);
    }
    table('files', rows.map(([path, what]) => [what, readable(path, 1000)]));
  }

  function repeat(run, fit) {
    byId('repeat').textContent = 'Use the same input, settings and version. The usable cells that the fit was given have the '
      + 'fingerprint ' + fit.fingerprint + ', whatever the order of their rows.';
    const command = commandLine(run);
    byId('command').hidden = command === '';
    byId('command').textContent = command;
  }

  /** The command that does this run again, or nothing where the run does not record all that its command needs. */
  function commandLine(run) {
    const taken = {
      correct: name => name !== 'unknownBatch',
      apply: name => ['embeddingCol', 'batchCol', 'outputCol', 'onInvalid', 'unknownBatch'].includes(name),
    }[run.command];
    if (!taken) {
      return '';
    }
    const words = run.input.map(path => ['input', path]);
    if (run.command === 'apply') {
      words.push(['model', 'FOLDER_OF_THE_MODEL']);
    }
    Object.entries(run.settings).filter(([name]) => taken(name)).forEach(([name, texts]) => words.push([name, texts.join(',')]));
    words.push(['id', run.id === null ? 'none' : run.id]);
    if (run.label !== null) {
      words.push(['label', run.label]);
    }
    words.push(['output', run.output]);
    return ['atlasprox ' + run.command].concat(words.map(([name, value]) => optionName(name) + '=' + quoted(value))).join(' \\\n  ');
  }

  function optionName(camelCase) {
    return '--' + camelCase.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase());
  }

  function quoted(word) {
    return /^[\w@%+=:,.\/-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
  }

  // ---- Key figures

  function tiles(list) {
    byId('tiles').hidden = list.length === 0;
    byId('tiles').append(...list.map(tile => {
      const item = element('li', '');
      item.append(element('span', tile.name, 'name'), element('span', tile.value, 'value'));
      if (tile.change !== undefined) {
        const way = Math.abs(tile.change) < 0.0005 ? 'same' : tile.change > 0 !== Boolean(tile.lower) ? 'better' : 'worse';
        item.append(element('span', (way === 'same' ? 'the' : signed(tile.change) + ',') + ' ' + way, 'change ' + way));
      }
      return item;
    }));
  }

  /** With more than two embeddings the table tells more. */
  function scoreTiles(embeddings) {
    if (embeddings.length !== 2) {
      return [];
    }
    const [before, after] = embeddings;
    const tile = (name, of) => of(before) === null || of(after) === null ? []
      : [{name: name, value: fixed(of(before)) + ' \u2192 ' + fixed(of(after)), change: of(after) - of(before)}];
    const preserved = metric(after, 'Preserved structure');
    return [].concat(
      tile('Total', scores => scores.total), tile('Bio conservation', scores => scores.bio),
      tile('Batch correction', scores => scores.batch), tile('Held-out F1', scores => metric(scores, 'Held-out F1')),
      preserved === null ? [] : [{name: 'Preserved structure', value: percent(preserved)}]);
  }

  function roundTiles(run) {
    const rounds = run.fit.trace;
    const last = rounds[rounds.length - 1];
    if (run.command !== 'correct' || rounds.length === 0 || last.separation === null || last.preserved === null) {
      return [];
    }
    return [
      {name: 'Separation of batches', value: fixed(rounds[0].separation) + ' \u2192 ' + fixed(last.separation),
        change: last.separation - rounds[0].separation, lower: true},
      {name: 'Preserved structure', value: percent(last.preserved)},
    ];
  }

  function metric(scores, title) {
    const value = scores.metrics[title];
    return Number.isFinite(value) ? value : null;
  }

  function fixed(value) {
    return value.toFixed(3).replace('-', '\u2212');
  }

  function signed(change) {
    return Math.abs(change) < 0.0005 ? '0' : (change > 0 ? '+' : '') + fixed(change);
  }

  // ---- Scorecard

  const AGGREGATES = [['Total', scores => scores.total], ['Bio', scores => scores.bio], ['Batch', scores => scores.batch]];

  function scorecard(scores) {
    byId('scores').hidden = scores === null;
    if (scores === null) {
      return;
    }
    const evaluation = scores.evaluation;
    const groups = [{name: 'Aggregates', columns: AGGREGATES}].concat(scores.sides.map(side => (
      {name: side.name, columns: side.metrics.map(title => [title, row => metric(row, title)])})));
    byId('scorecard').append(scoreHead(groups), scoreBody(groups, evaluation.embeddings));
    byId('scores-note').textContent = 'Higher is better everywhere. Total is 0.6 bio conservation + 0.4 batch correction (profile '
      + evaluation.profile + '). ' + scoredWords(evaluation)
      + (evaluation.embeddings.length > 1 ? ' Shades compare the rows of a column, weakly where they differ by less than 0.1; the best is bold.' : '')
      + ' A dash is a metric that could not be computed.';
    byId('scores-notes').append(...evaluation.notes.map(sentence => element('li', readable(sentence, 1000))));
  }

  function scoredWords(evaluation) {
    const all = evaluation.scored === evaluation.cells;
    return (all ? 'All ' + cells(evaluation.cells) + ' were scored' : integer(evaluation.scored) + ' of ' + cells(evaluation.cells) + ' were scored')
      + (evaluation.labels === 0 ? ', without labels.' : ', ' + (evaluation.labelled === evaluation.scored ? 'all' : integer(evaluation.labelled))
        + ' with one of ' + plural(evaluation.labels, 'label', 'labels') + '.');
  }

  function scoreHead(groups) {
    const head = document.createElement('thead');
    const sides = element('tr', '');
    const titles = element('tr', '');
    const corner = element('th', 'Embedding');
    corner.rowSpan = 2;
    corner.scope = 'col';
    sides.append(corner);
    groups.forEach(group => {
      const side = element('th', group.name, 'side');
      side.colSpan = group.columns.length;
      side.scope = 'colgroup';
      sides.append(side);
      titles.append(...group.columns.map(([title], i) => {
        const cell = element('th', title, i === 0 ? 'side' : '');
        cell.scope = 'col';
        return cell;
      }));
    });
    head.append(sides, titles);
    return head;
  }

  function scoreBody(groups, rows) {
    const body = document.createElement('tbody');
    body.append(...rows.map(row => {
      const line = scoreRow(readable(row.embedding, 40), groups, of => of(row) === null ? '\u2013' : fixed(of(row)));
      groups.flatMap(group => group.columns).forEach(([, of], i) => shade(line.children[i + 1], of(row), rows.map(of)));
      return line;
    }));
    if (rows.length === 2) {
      const changed = of => of(rows[0]) === null || of(rows[1]) === null ? '\u2013' : signed(of(rows[1]) - of(rows[0]));
      const line = scoreRow('Change', groups, changed);
      line.className = 'difference';
      body.append(line);
    }
    return body;
  }

  function scoreRow(name, groups, text) {
    const line = element('tr', '');
    const heading = element('th', name);
    heading.scope = 'row';
    line.append(heading, ...groups.flatMap(group => group.columns.map(([, of], i) => element('td', text(of), i === 0 ? 'side' : ''))));
    return line;
  }

  function shade(cell, value, column) {
    const values = column.filter(other => other !== null);
    if (value === null || values.length < 2) {
      return;
    }
    const low = Math.min(...values);
    const high = Math.max(...values);
    const span = Math.max(high - low, 0.1);
    const place = 0.5 + (value - (low + high) / 2) / span;
    cell.style.setProperty('--heat', (0.04 + 0.46 * place).toFixed(3));
    cell.classList.add('shaded');
    if (fixed(value) === fixed(high) && fixed(low) !== fixed(high)) {
      cell.classList.add('best');
    }
  }

  // ---- What was changed

  function changesOf(scores) {
    return scores === null ? [] : scores.changes;
  }

  function changes(scores) {
    const list = changesOf(scores);
    byId('changes').hidden = list.length === 0;
    if (list.length === 0) {
      return;
    }
    let shown = list[0];
    const charts = ['batches', 'labels'].map(groups => changeChart('changed-' + groups, () => shown[groups]));
    const choose = change => {
      shown = change;
      charts.forEach(chart => chart());
    };
    choices(byId('changed'), 'Changes in', list.map(change => readable(change.embedding, 40)), i => choose(list[i]));
    choose(shown);
  }

  /** Draws one figure's chart anew each time it is called. */
  function changeChart(name, groups) {
    let chart = null;
    return () => {
      const list = groups().shown;
      byId(name).hidden = list.length === 0;
      if (list.length === 0) {
        return;
      }
      byId(name).querySelector('.words').textContent = readable(groups().words, 1500);
      byId(name).querySelector('.note').textContent = ['Least preserved first'
        + (groups().standing > 0 ? '; those that stand out are in the second colour and marked \u25c6.' : '.')]
        .concat(leftOut('least preserved', list.length, groups().groups)).join(' ');
      plot(name).style.setProperty('--bars', list.length + 1);
      chart = chart || addChart(name, 'svg', () => changeBars(name, groups()));
      chart.resize();
      chart.draw();
    };
  }

  function changeBars(name, groups) {
    const list = groups.shown;
    const colours = theme();
    const wide = plot(name).clientWidth;
    const names = Math.min(wide < 500 ? 112 : 250, 40 + 7 * Math.max(...list.map(group => group.name.length)));
    const half = (wide - names - 100) / 2;
    const stands = i => i < groups.standing;
    const side = (left, title) => ({
      grid: {left: left, width: half, top: 24, bottom: 4},
      title: {text: title, left: left, top: 0, textStyle: {color: colours.muted, fontSize: 13, fontWeight: 500}},
    });
    const sides = [side(names, wide < 500 ? 'Moved' : 'Moved, in spreads'), side(names + half + 52, wide < 500 ? 'Kept, %' : 'Structure kept, %')];
    const series = (i, value, text) => ({
      type: 'bar', xAxisIndex: i, yAxisIndex: i, data: list.map(value), barMaxWidth: 14, barMinHeight: 1,
      itemStyle: {color: params => stands(params.dataIndex) ? colours.second : colours.first},
      label: {show: true, position: 'right', color: colours.ink, formatter: params => text(list[params.dataIndex])},
    });
    const kept = group => group.preserved === null ? '\u2013' : (100 * group.preserved).toFixed(1);
    return {
      grid: sides.map(each => each.grid),
      title: sides.map(each => each.title),
      xAxis: [{}, {min: Math.min(0, ...list.map(group => 100 * group.preserved)), max: 100}].map((range, i) => Object.assign(
        {type: 'value', gridIndex: i, min: 0, axisLabel: {show: false}, splitLine: {lineStyle: {color: colours.line, opacity: 0.6}}}, range)),
      yAxis: [0, 1].map(i => ({
        type: 'category', gridIndex: i, inverse: true, data: list.map((_, j) => j), axisTick: {show: false},
        axisLine: {onZero: false, lineStyle: {color: colours.line}},
        axisLabel: {
          show: i === 0, color: colours.ink, interval: 0,
          formatter: j => (stands(Number(j)) ? '\u25c6 ' : '') + readable(list[j].name, wide < 500 ? 13 : 34),
        },
      })),
      tooltip: tooltip(colours, 'axis', params => [list[params[0].dataIndex].name, cells(list[params[0].dataIndex].cells) + ' scored',
        'moved by ' + number(list[params[0].dataIndex].moved) + ' spreads', 'structure kept, %: ' + kept(list[params[0].dataIndex])]),
      axisPointer: {link: [{yAxisIndex: 'all'}]},
      series: [series(0, group => group.moved, group => group.moved.toFixed(2)),
        series(1, group => group.preserved === null ? null : 100 * group.preserved, kept)],
    };
  }

  // ---- Cells

  const MOST_LEVELS = 40;
  const MOST_SVG_MARKS = 13000;
  const NO_LABEL = '(no label)';
  // The colours of Okabe and Ito, black last, which the theme turns about.
  const FEW = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#F0E442', 'ink'];
  // Six more, each as far as can be from all others in CIELAB, as seen with and without protanopia and deuteranopia.
  const MANY = FEW.concat(['#0000FF', '#6969FF', '#783C1E', '#B4C378', '#1E5A5A', '#7800B4']);
  const SHAPES = ['circle', 'triangle', 'rect'];

  /** @param places what each layout is beside its embedding; {@code same} whether all embeddings share their axes */
  function pictures(picture, run, places, same) {
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

  /** Buttons of which one is pressed, the first to begin with; none where there is no choice. */
  function choices(group, question, names, choose) {
    group.hidden = names.length === 1;
    if (names.length === 1) {
      return;
    }
    const buttons = names.map((name, i) => {
      const button = pressButton(i === 0, () => {
        buttons.forEach((other, j) => other.setAttribute('aria-pressed', String(i === j)));
        choose(i);
      });
      button.textContent = name;
      return button;
    });
    group.append(element('span', question), ...buttons);
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
    const plots = shown.picture.layouts.map((_, i) => addChart(way.key + '-' + i, shown.renderer, () => scatter(view, i)));
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
    drawing.setAttribute('aria-label', 'Cells ' + way.name.toLowerCase() + ', ' + name);
    figure.append(element('figcaption', name), drawing);
    return figure;
  }

  function legendWords(view) {
    return 'Numbers count the cells shown. Click a name to pick it out, again to release it.'
      + (view.levels.some(level => level.members.length > 1) ? ' The ' + MOST_LEVELS + ' ' + view.way.noun
        + ' with most cells here have a mark of their own.' : '');
  }

  /** What gets a mark of its own: the most frequent names, the rest together, and cells without a name. */
  function levels(way) {
    const frequency = new Map();
    way.of.forEach(member => frequency.set(member, (frequency.get(member) || 0) + 1));
    const present = [...frequency.keys()].filter(member => member >= 0).sort((a, b) => frequency.get(b) - frequency.get(a) || a - b);
    const own = present.slice(0, MOST_LEVELS).sort((a, b) => a - b);
    const rest = present.slice(MOST_LEVELS);
    const total = members => members.reduce((sum, member) => sum + frequency.get(member), 0);
    const list = own.map((member, i) => Object.assign(
      {name: way.names[member], members: [member], count: total([member])}, mark(i, own.length)));
    if (rest.length > 0) {
      list.push({name: integer(rest.length) + ' other ' + way.noun, members: rest, count: total(rest), colour: 'faint', shape: null});
    }
    if (frequency.has(-1)) {
      list.push({name: NO_LABEL, members: [-1], count: total([-1]), colour: 'faint', shape: null});
    }
    return list;
  }

  /** With 14 colours and 3 shapes, which share no factor, 42 marks in a row differ. */
  function mark(i, count) {
    return count <= FEW.length ? {colour: FEW[i], shape: 'circle'}
      : {colour: MANY[i % MANY.length], shape: SHAPES[i % SHAPES.length]};
  }

  function legendEntry(view, level, i, draw) {
    const button = pressButton(false, () => {
      if (!view.chosen.delete(i)) {
        view.chosen.add(i);
      }
      button.setAttribute('aria-pressed', String(view.chosen.has(i)));
      draw();
    });
    button.append(swatch(level), element('span', readable(level.name, 40), 'name'), element('span', integer(level.count), 'count'));
    button.title = readable(level.name, 500);
    const entry = element('li', '');
    entry.append(button);
    return entry;
  }

  function swatch(level) {
    const paths = {
      circle: 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0 -10z',
      triangle: 'M6 1L11 11H1z',
      rect: 'M1 1H11V11H1z',
      small: 'M6 4a2 2 0 1 0 0 4a2 2 0 1 0 0 -4z',
    };
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 12 12');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', paths[level.shape || 'small']);
    path.style.fill = level.colour.startsWith('#') ? level.colour : 'var(--' + level.colour + ')';
    svg.append(path);
    return svg;
  }

  function pressButton(pressed, press) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', String(pressed));
    button.addEventListener('click', press);
    return button;
  }

  function scatter(view, layout) {
    const points = view.shown.points[layout];
    const axes = view.shown.axes[layout];
    const level = i => view.levelOf.get(view.way.of[i]);
    const shown = i => view.chosen.size === 0 || view.chosen.has(level(i));
    const item = i => [points[i][0], points[i][1], level(i), view.way.of[i]];
    const colours = theme();
    const colour = entry => entry.colour.startsWith('#') ? entry.colour : colours[entry.colour];
    const size = points.length < 500 ? 8 : points.length < 1500 ? 6 : points.length < 5000 ? 5 : 4;
    return {
      grid: axes[0].bare ? {left: 1, right: 1, top: 1, bottom: 1, show: true, borderColor: colours.line} : {left: 8, right: 16, top: 34, bottom: 30, containLabel: true},
      xAxis: scatterAxis(axes[0], {nameLocation: 'middle', nameGap: 28}, colours),
      yAxis: scatterAxis(axes[1], {nameLocation: 'end', nameTextStyle: {align: 'left', color: colours.muted}}, colours),
      tooltip: tooltip(colours, 'item', params => cellWords(view, axes, params.value)),
      series: [
        scatterSeries(view.shown.order.filter(i => !shown(i)).map(item), {
          silent: true, symbolSize: size - 1, itemStyle: {color: colours.line, opacity: 0.5},
        }),
        scatterSeries(view.shown.order.filter(shown).map(item), {
          symbol: value => view.levels[value[2]].shape || 'circle',
          symbolSize: value => view.levels[value[2]].shape === null ? size - 2 : size,
          itemStyle: {color: params => colour(view.levels[params.value[2]]), opacity: 0.8},
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

  function scatterAxis(axis, nameStyle, colours) {
    const line = {splitLine: {show: false}, axisLine: {show: true, onZero: false, lineStyle: {color: colours.line}}, min: axis.min, max: axis.max};
    return axis.bare ? Object.assign({type: 'value', axisLabel: {show: false}, axisTick: {show: false}}, line)
      : valueAxis(colours, Object.assign({interval: axis.interval, name: axis.name}, line, nameStyle));
  }

  function cellWords(view, axes, value) {
    const name = value[3] < 0 ? NO_LABEL : view.way.names[value[3]];
    return axes[0].bare ? [name] : [name].concat(axes.map((axis, i) => axis.name + ': ' + number(value[i])));
  }

  // ---- Bars and lines

  function sizes(data) {
    const list = data.run.fit.batches;
    const unequal = list.length > 0 && spans(list.map(size => size.cells));
    const sentences = [data.run.command === 'apply' ? 'Usable cells of each batch in the data of the saved model.' : 'Usable cells of each batch.'];
    if (data.fit.batches > 1) {
      sentences.push('The smallest batch has ' + cells(data.fit.smallest) + ', the largest ' + integer(data.fit.largest) + '.');
    }
    byId('sizes-note').textContent = sentences.concat(leftOut('largest', list.length, data.fit.batches), logWords(unequal)).join(' ');
    bars('sizes', list.map(size => ({name: size.batch, value: size.cells, more: sizeWords(size)})), unequal);
  }

  function sizeWords(size) {
    return [cells(size.cells), integer(size.fitted) + ' fitted on']
      .concat(size.invalid > 0 ? [integer(size.invalid) + ' more without a usable embedding'] : []);
  }

  function ofBatches(chart, list, total, what) {
    byId(chart).hidden = list.length === 0;
    if (list.length === 0) {
      return;
    }
    const unequal = chart === 'losses' && spans(list.map(entry => entry.figure));
    byId(chart + '-note').textContent = leftOut('worst', list.length, total).concat(logWords(unequal)).join(' ');
    bars(chart, list.map(entry => ({name: entry.batch, value: entry.figure, more: [what + ' ' + number(entry.figure)]})), unequal);
  }

  function leftOut(which, shown, total) {
    return shown < total ? ['Shown are the ' + shown + ' ' + which + '; ' + integer(total - shown) + ' more are left out here.'] : [];
  }

  function logWords(logarithmic) {
    return logarithmic ? ['The axis is logarithmic.'] : [];
  }

  function bars(chart, list, logarithmic) {
    if (list.length === 0) {
      return;
    }
    const scaled = scale(list.map(entry => entry.value), logarithmic, {min: 0});
    plot(chart).style.setProperty('--bars', list.length);
    addChart(chart, 'svg', () => {
      const colours = theme();
      const narrow = plot(chart).clientWidth < 500;
      return {
        grid: {left: 4, right: 72, top: 4, bottom: 4, containLabel: true},
        xAxis: valueAxis(colours, scaled.axis),
        yAxis: {
          type: 'category', inverse: true, data: list.map((_, i) => i), axisTick: {show: false},
          axisLine: {lineStyle: {color: colours.line}},
          axisLabel: {color: colours.ink, interval: 0, formatter: i => readable(list[i].name, narrow ? 22 : 34)},
        },
        tooltip: tooltip(colours, 'axis', params => [list[params[0].dataIndex].name].concat(list[params[0].dataIndex].more)),
        series: [{
          type: 'bar', data: list.map(entry => scaled.place(entry.value)), barMaxWidth: 16, barMinHeight: 2,
          itemStyle: {color: colours.first},
          label: {show: true, position: 'right', color: colours.ink, formatter: params => number(list[params.dataIndex].value)},
        }],
      };
    });
  }

  function training(rounds, run) {
    byId('trace').hidden = rounds.length === 0;
    if (rounds.length === 0) {
      byId('training').textContent = 'The fit recorded no rounds.';
      return;
    }
    byId('training').textContent = (run.command === 'apply' ? 'Of the saved model, when it was fitted. ' : '') + trainingWords(rounds);
    lossLines(rounds);
    changeLine(rounds);
    structureLines(rounds);
  }

  function trainingWords(rounds) {
    const first = rounds[0];
    const last = rounds[rounds.length - 1];
    const way = last.objective < first.objective ? 'fell from ' : 'rose from ';
    const course = rounds.length === 1 ? 'One round ended with a mean loss of ' + number(last.objective)
      : first.objective === last.objective ? 'In ' + rounds.length + ' rounds the mean loss stayed at ' + number(last.objective)
        : 'In ' + rounds.length + ' rounds the mean loss ' + way + number(first.objective) + ' to ' + number(last.objective);
    return course + '. In the last round no parameter changed by more than ' + number(last.largestChange) + '; the worst batch was '
      + readable(last.worstBatch, 80) + ' with a loss of ' + number(last.worstLoss) + '.';
  }

  function lossLines(rounds) {
    const logarithmic = spans(rounds.flatMap(round => [round.objective, round.worstLoss]));
    byId('objective-note').textContent = ['The mean weighs each batch by its cells. Lower is better within one run; losses of '
      + 'different settings do not compare.'].concat(logWords(logarithmic)).join(' ');
    lines('objective', rounds, logarithmic, [
      {name: 'mean of all batches', of: round => round.objective, colour: 'first', symbol: 'circle'},
      {name: 'worst batch', of: round => round.worstLoss, colour: 'second', symbol: 'triangle', dash: 'dashed',
        more: round => ' (' + readable(round.worstBatch, 80) + ')'},
    ]);
  }

  function changeLine(rounds) {
    const still = rounds.filter(round => round.largestChange === 0).length;
    const some = still < rounds.length;
    byId('change-note').textContent = !some ? 'No round changed anything.' : 'Logarithmic axis.' + (still === 0 ? ''
      : ' ' + plural(still, 'round', 'rounds') + ' changed nothing, which has no place on it.');
    lines('change', rounds, some, [{name: 'largest change', of: round => round.largestChange, colour: 'first', symbol: 'circle'}]);
  }

  function structureLines(rounds) {
    const measured = rounds.some(round => round.separation !== null && round.preserved !== null);
    byId('structure').hidden = !measured;
    if (measured) {
      lines('structure', rounds, false, [
        {name: 'preserved structure', of: round => round.preserved, colour: 'first', symbol: 'circle'},
        {name: 'separation of batches', of: round => round.separation, colour: 'second', symbol: 'triangle', dash: 'dashed'},
      ]);
    }
  }

  function lines(chart, rounds, logarithmic, curves) {
    const scaled = scale(curves.flatMap(curve => rounds.map(curve.of)), logarithmic, {scale: true});
    addChart(chart, 'svg', () => {
      const colours = theme();
      return {
        grid: {left: 4, right: 16, top: curves.length > 1 ? 36 : 12, bottom: 26, containLabel: true},
        legend: {show: curves.length > 1, top: 0, left: 0, textStyle: {color: colours.ink}},
        xAxis: {
          type: 'category', data: rounds.map(round => round.round), name: 'round', nameLocation: 'middle', nameGap: 26,
          nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted, hideOverlap: true},
          axisLine: {onZero: false, lineStyle: {color: colours.line}}, axisTick: {show: false},
        },
        yAxis: valueAxis(colours, scaled.axis),
        tooltip: tooltip(colours, 'axis', params => roundWords(rounds[params[0].dataIndex], curves)),
        series: curves.map(curve => ({
          type: 'line', name: curve.name, data: rounds.map(round => scaled.place(curve.of(round))),
          symbol: curve.symbol, symbolSize: 7, showSymbol: rounds.length <= 60, color: colours[curve.colour],
          lineStyle: {width: 2, type: curve.dash || 'solid'},
        })),
      };
    });
  }

  function roundWords(round, curves) {
    const visited = round.cells > 0 ? ', ' + cells(round.cells) : '';
    return ['Round ' + round.round + ': ' + duration(round.seconds) + visited]
      .concat(curves.map(curve => curve.name + ': ' + number(curve.of(round)) + (curve.more ? curve.more(round) : '')));
  }

  // ---- Parts of all charts

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

  function addChart(name, renderer, option) {
    const instance = echarts.init(plot(name), null, {renderer: renderer});
    // Nothing is left of the axes drawn before; the tooltip stays, which may be about to show.
    const draw = () => instance.setOption(Object.assign({animation: false}, option()), {replaceMerge: ['grid', 'xAxis', 'yAxis', 'series']});
    const chart = {draw: draw, resize: () => instance.resize(), flush: () => instance.getZr().flush()};
    charts.push(chart);
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

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue('--' + name).trim();
    return {
      ink: colour('ink'), muted: colour('muted'), faint: colour('faint'), paper: colour('paper'), line: colour('line'), first: colour('first'),
      second: colour('second'),
    };
  }

  // ---- Numbers and names for people

  function number(value) {
    if (!Number.isFinite(value)) {
      return 'not finite';
    }
    const size = Math.abs(value);
    if (Number.isInteger(value) && size < 1e15) {
      return integer(value);
    }
    if (size >= 1e6 || size < 1e-4) {
      return scientific(value);
    }
    return size >= 1000 ? integer(Math.round(value)) : String(Number(value.toPrecision(4))).replace('-', '\u2212');
  }

  function integer(value) {
    return String(value).replace('-', '\u2212').replace(/\B(?=(\d{3})+$)/g, '\u202f');
  }

  function scientific(value) {
    const [digits, exponent] = value.toExponential(2).split('e');
    const raised = Array.from(String(Number(exponent)), c => '\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'['-0123456789'.indexOf(c)]);
    return (String(Number(digits)) + '\u00d710').replace('-', '\u2212') + raised.join('');
  }

  /** Neither nothing nor all is said of a share that is not. */
  function percent(share) {
    const hundredths = share * 100;
    if (share > 0 && hundredths < 0.01) {
      return 'under 0.01\u202f%';
    }
    if (share < 1 && hundredths > 99.99) {
      return 'over 99.99\u202f%';
    }
    return Number(hundredths > 99 ? hundredths.toFixed(2) : hundredths.toPrecision(3)) + '\u202f%';
  }

  function duration(seconds) {
    if (seconds < 60) {
      return Number(seconds.toPrecision(seconds < 10 ? 2 : 3)) + '\u00a0s';
    }
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? minutes + '\u00a0min ' + whole % 60 + '\u00a0s'
      : integer(Math.floor(minutes / 60)) + '\u00a0h ' + minutes % 60 + '\u00a0min';
  }

  function cells(count) {
    return plural(count, 'cell', 'cells');
  }

  function plural(count, one, many) {
    return integer(count) + ' ' + (count === 1 ? one : many);
  }

  /** A name in one line, its middle left out where it is long: names often differ at their ends only. */
  function readable(name, most) {
    const marks = Array.from(name.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim());
    if (marks.length === 0) {
      return '(empty)';
    }
    const end = Math.floor((most - 1) / 2);
    return marks.length <= most ? marks.join('') : marks.slice(0, most - 1 - end).join('') + '\u2026' + marks.slice(-end).join('');
  }

  // ---- The page

  function byId(id) {
    return document.getElementById(id);
  }

  function plot(name) {
    return document.querySelector('[data-chart="' + name + '"]');
  }

  function element(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) {
      made.className = className;
    }
    return made;
  }

  function table(id, rows, className) {
    byId(id).append(...rows.map(([head, ...values]) => {
      const row = document.createElement('tr');
      const heading = element('th', head);
      heading.scope = 'row';
      row.append(heading, ...values.map(value => element('td', value, className)));
      return row;
    }));
  }
})();
