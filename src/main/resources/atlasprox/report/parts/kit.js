// Draws nothing by itself: the elements of the page, made and found.

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

function bytes(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
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

function pressButton(pressed, press) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-pressed', String(pressed));
  button.addEventListener('click', press);
  return button;
}
