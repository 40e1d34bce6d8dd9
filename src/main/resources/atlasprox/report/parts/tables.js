// Writes the tables at the end: what was run, cells counted, settings, files, and the command that repeats the run.

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
    [readsModel(run) ? 'Batches in the model' : 'Batches', integer(batches)],
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

/** Whether nothing was fitted. */
function readsModel(run) {
  return run.command === 'apply' || run.command === 'annotate';
}

function fitTime(run) {
  const time = duration(run.fit.seconds);
  return readsModel(run) ? ' (the saved model took ' + time + ' to fit)' : ', of which fitting ' + time;
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
  if (run.command === 'correct' && run.fromCounts !== null) {
    rows.push([own + 'counts-model', 'what gives further cells the embedding, for apply and extend with --counts']);
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

/** The settings that a saved model leaves to the run. */
const CORRECTING = ['embeddingCol', 'batchCol', 'outputCol', 'onInvalid', 'unknownBatch'];

/** The command that does this run again, or nothing where the run does not record all that its command needs. */
function commandLine(run) {
  const taken = {
    correct: name => name !== 'unknownBatch',
    apply: name => CORRECTING.includes(name),
    annotate: name => CORRECTING.concat('minConfidence', 'maxNovelty', 'newAbove', 'candidates').includes(name),
  }[run.command];
  if (!taken) {
    return '';
  }
  const words = run.input.map(path => ['input', path]);
  if (run.command !== 'correct') {
    words.push(['model', 'FOLDER_OF_THE_MODEL']);
  }
  if (run.fromCounts !== null) {
    words.push(...countWords(run));
  }
  Object.entries(run.settings).filter(([name]) => taken(name)).forEach(([name, texts]) => words.push([name, texts.join(',')]));
  words.push(['id', run.id === null ? 'none' : run.id]);
  if (run.label !== null) {
    words.push(['label', run.label]);
  }
  words.push(['output', run.output]);
  return ['atlasprox ' + run.command].concat(words.map(([name, value]) => optionName(name) + '=' + quoted(value))).join(' \\\n  ');
}

function countWords(run) {
  const from = run.fromCounts;
  const words = [['counts', 'true'], ['layer', from.layer]]
    .concat(['geneId', 'genesJoin'].filter(name => from[name] !== null).map(name => [name, from[name]]));
  return words.concat(run.command === 'correct'
    ? Object.entries(from.settings).map(([name, texts]) => [name, texts.join(',')])
    : [['countsModel', from.model]]);
}

function optionName(camelCase) {
  return '--' + camelCase.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase());
}

function quoted(word) {
  return /^[\w@%+=:,.\/-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}
