// Writes the page's head: the title, the verdict in sentences, and the warnings.

function heading(title, run, figures) {
  document.title = title + ' \u2013 AtlasProx';
  byId('title').textContent = title;
  pictureOrigin(run, title);
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
  const sentences = [data.verdict, data.differences].filter(sentence => sentence !== null);
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
