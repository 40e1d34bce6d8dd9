// Tells the page: takes the data, has every part draw its section, and shows what went wrong.

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
  quality(run.fromCounts, data.fit.batches);
  told(data.told);
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
