// Draws the legends of the cells: which names get a colour and a shape of their own, and the buttons that pick them out.

const MOST_LEVELS = 40;
const NO_LABEL = '(no label)';
// The colours of Okabe and Ito, black last, which the theme turns about.
const FEW = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#F0E442', 'ink'];
// Six more, each as far as can be from all others in CIELAB, as seen with and without protanopia and deuteranopia.
const MANY = FEW.concat(['#0000FF', '#6969FF', '#783C1E', '#B4C378', '#1E5A5A', '#7800B4']);
const SHAPES = ['circle', 'triangle', 'rect'];

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

function colourOf(level, colours) {
  return level.colour.startsWith('#') ? level.colour : colours[level.colour];
}

/** The marks that a picture has: of all names, or of those picked out and of the rest. */
function marks(view) {
  return view.chosen.size === 0 ? view.levels
    : view.levels.filter((_, i) => view.chosen.has(i)).concat({name: 'other cells', colour: 'line', shape: null});
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
