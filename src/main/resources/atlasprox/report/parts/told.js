// Tells what the cells were told to be: by label, by batch, beside labels of their own, and what cells called new may be.

function told(columns) {
  byId('told').hidden = columns.length === 0;
  byId('told').append(...columns.flatMap(toldColumn));
}

function toldColumn(column) {
  const parts = [element('h3', readable(column.label, 100))].concat(column.sentences.map(sentence => element('p', readable(sentence, 1000))));
  parts.push(...groupTable('Labels told', 'Label', column.labels, column.labelsInAll));
  parts.push(...confusion(column.agreement));
  parts.push(...populations(column.populations));
  parts.push(...groupTable('By batch', 'Batch', column.batches, column.batchesInAll));
  return parts;
}

function groupTable(caption, name, groups, inAll) {
  if (groups.length === 0) {
    return [];
  }
  const made = headed([name, 'Cells', 'Unassigned', 'Called new', 'Mean confidence', 'Median novelty']);
  made.append(...groups.map(group => numbersRow(readable(group.name, 100), [
    integer(group.cells), integer(group.unassigned), integer(group.called), fixed(group.confidence), group.novelty.toFixed(2),
  ])));
  const rest = inAll > groups.length ? [element('p', 'The ' + integer(groups.length) + ' largest of ' + integer(inAll) + '.', 'note')] : [];
  return [element('h4', caption), ...rest, wide(caption, made)];
}

function confusion(agreement) {
  if (agreement === null || agreement.cells === 0) {
    return [];
  }
  const caption = 'Labels of their own, and labels told';
  const names = agreement.labels.map(name => readable(name, 60));
  const rest = agreement.counts[names.length].some(count => count > 0);
  const others = agreement.counts.some(row => row[names.length] > 0);
  const none = agreement.counts.some(row => row[names.length + 1] > 0);
  const shown = names.map((_, i) => i).concat(others ? names.length : [], none ? names.length + 1 : []);
  const made = headed(['Own label'].concat(shown.map(i => i < names.length ? names[i] : i === names.length ? 'others' : 'unassigned')));
  made.append(...agreement.counts.slice(0, names.length + (rest ? 1 : 0)).map((counts, row) =>
    numbersRow(row < names.length ? names[row] : 'others', shown.map(i => counts[i] === 0 ? '' : integer(counts[i])))));
  return [element('h4', caption), element('p', 'A row for the cells of each own label, a column for each label told.', 'note'), wide(caption, made)];
}

function populations(sentences) {
  if (sentences.length === 0) {
    return [];
  }
  const list = document.createElement('ul');
  list.append(...sentences.map(sentence => element('li', readable(sentence, 1000))));
  return [element('h4', 'Candidates for new populations'), list];
}

function headed(names) {
  const made = document.createElement('table');
  const head = document.createElement('tr');
  head.append(...names.map(name => {
    const heading = element('th', name);
    heading.scope = 'col';
    return heading;
  }));
  made.append(head);
  return made;
}

function numbersRow(name, values) {
  const row = document.createElement('tr');
  const heading = element('th', name);
  heading.scope = 'row';
  row.append(heading, ...values.map(value => element('td', value, 'number')));
  return row;
}

/** A table that scrolls by itself where it is wider than the page. */
function wide(caption, content) {
  const made = element('div', '', 'wide');
  made.tabIndex = 0;
  made.setAttribute('role', 'region');
  made.setAttribute('aria-label', caption);
  made.append(content);
  return made;
}
