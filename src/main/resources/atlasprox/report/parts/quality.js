// Tells the quality of the counts that the embedding was made of, and how it was made.

function quality(from, read) {
  byId('quality').hidden = from === null;
  if (from === null) {
    return;
  }
  const list = Object.entries(from.batches);
  byId('quality-note').textContent = madeOf(from).concat(list.length === 0 ? [] : leftOut('largest', list.length, read)).join(' ');
  if (list.length === 0) {
    return;
  }
  const head = document.createElement('tr');
  ['Batch', 'Cells', 'Counts a cell', 'Genes a cell', 'Genes with counts', 'Without usable counts'].forEach(name => {
    const heading = element('th', name);
    heading.scope = 'col';
    head.append(heading);
  });
  byId('depths').append(head);
  table('depths', list.map(([batch, found]) => [
    readable(batch, 100), integer(found.cells), number(found.depth), number(found.genesPerCell), integer(found.expressed), integer(found.unusable),
  ]), 'number');
}

function madeOf(from) {
  const explained = from.share.reduce((sum, one) => sum + one, 0);
  const genes = integer(from.genesTaken) + ' of ' + plural(from.genesRead, 'gene', 'genes');
  return from.model === null
    ? ['The embedding was made of ' + readable(from.layer, 100) + ': ' + plural(from.share.length, 'component', 'components') + ' of ' + genes
      + ', which hold ' + percent(explained) + ' of the variance of these.']
    : ['The embedding was made of ' + readable(from.layer, 100) + ' by the saved model ' + readable(from.model, 300) + ', of ' + genes + ' here.'];
}
