// Draws nothing by itself: numbers, times and names as people read them.

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
