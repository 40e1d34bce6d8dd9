// Draws the scorecard: a row for each embedding, a column for each metric, shaded by how they compare.

const AGGREGATES = [['Total', scores => scores.total], ['Bio', scores => scores.bio], ['Batch', scores => scores.batch]];
const LISI_WORDS = 'LISI is how many batches, or cell types, a cell effectively meets among its neighbours (perplexity 30): the mean and the '
  + 'standard deviation over cells. Of batches, higher is more mixed; of cell types, 1 is best. Of all else, higher is better. ';

function scorecard(scores) {
  byId('scores').hidden = scores === null;
  if (scores === null) {
    return;
  }
  const evaluation = scores.evaluation;
  const lisi = evaluation.embeddings.some(row => row.lisi.length > 0);
  const first = lisi ? lisiGroup(evaluation.embeddings[0].lisi) : {name: 'Aggregates', columns: AGGREGATES};
  const groups = [first].concat(scores.sides.map(side => (
    {name: side.name, columns: side.metrics.map(title => [title, row => metric(row, title)])})));
  byId('scorecard').append(scoreHead(groups), scoreBody(groups, evaluation.embeddings));
  byId('scores-note').textContent = (lisi ? LISI_WORDS
    : 'Higher is better everywhere. Total is 0.6 bio conservation + 0.4 batch correction (profile ' + evaluation.profile + '). ')
    + scoredWords(evaluation)
    + (evaluation.embeddings.length > 1 ? ' Shades compare the rows of a column, weakly where they differ by less than 0.1; the best is bold.' : '')
    + ' A dash is a metric that could not be computed.';
  byId('scores-notes').append(...evaluation.notes.map(sentence => element('li', readable(sentence, 1000))));
}

/** Its columns are not shaded: a batch LISI that is higher than another is not better by itself. */
function lisiGroup(columns) {
  return {name: 'LISI, unscaled', columns: columns.flatMap((column, i) => [
    [readable(column.name + ' (' + column.column + ')', 60), row => row.lisi[i].mean, 'plain'],
    ['deviation', row => row.lisi[i].deviation, 'plain']])};
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
    groups.flatMap(group => group.columns).forEach(([, of, plain], i) => {
      if (!plain) {
        shade(line.children[i + 1], of(row), rows.map(of));
      }
    });
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
