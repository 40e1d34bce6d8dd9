// Draws the tiles: the few figures that matter most, with their change from before to after.

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
  if (run.command !== 'correct' || rounds.length === 0 || !bothFigures(last)) {
    return [];
  }
  return [
    {name: 'Separation of batches', value: fixed(rounds[0].separation) + ' \u2192 ' + fixed(last.separation),
      change: last.separation - rounds[0].separation, lower: true},
    {name: 'Preserved structure', value: percent(last.preserved)},
  ];
}
