// Draws the rounds of the fit: loss, largest change of a parameter, and separation beside preserved structure.

function training(rounds, run) {
  byId('trace').hidden = rounds.length === 0;
  if (rounds.length === 0) {
    byId('training').textContent = 'The fit recorded no rounds.';
    return;
  }
  byId('training').textContent = (readsModel(run) ? 'Of the saved model, when it was fitted. ' : '') + trainingWords(rounds);
  lossLines(rounds);
  changeLine(rounds);
  structureLines(rounds);
}

function trainingWords(rounds) {
  const first = rounds[0];
  const last = rounds[rounds.length - 1];
  const way = last.objective < first.objective ? 'fell from ' : 'rose from ';
  const course = rounds.length === 1 ? 'One round ended with a mean loss of ' + number(last.objective)
    : first.objective === last.objective ? 'In ' + rounds.length + ' rounds the mean loss stayed at ' + number(last.objective)
      : 'In ' + rounds.length + ' rounds the mean loss ' + way + number(first.objective) + ' to ' + number(last.objective);
  return course + '. In the last round no parameter changed by more than ' + number(last.largestChange) + '; the worst batch was '
    + readable(last.worstBatch, 80) + ' with a loss of ' + number(last.worstLoss) + '.';
}

function lossLines(rounds) {
  const logarithmic = spans(rounds.flatMap(round => [round.objective, round.worstLoss]));
  byId('objective-note').textContent = ['The mean weighs each batch by its cells. Lower is better within one run; losses of '
    + 'different settings do not compare.'].concat(logWords(logarithmic)).join(' ');
  lines('objective', rounds, logarithmic, [
    {name: 'mean of all batches', of: round => round.objective, colour: 'first', symbol: 'circle'},
    {name: 'worst batch', of: round => round.worstLoss, colour: 'second', symbol: 'triangle', dash: 'dashed',
      more: round => ' (' + readable(round.worstBatch, 80) + ')'},
  ]);
}

function changeLine(rounds) {
  const still = rounds.filter(round => round.largestChange === 0).length;
  const some = still < rounds.length;
  byId('change-note').textContent = !some ? 'No round changed anything.' : 'Logarithmic axis.' + (still === 0 ? ''
    : ' ' + plural(still, 'round', 'rounds') + ' changed nothing, which has no place on it.');
  lines('change', rounds, some, [{name: 'largest change', of: round => round.largestChange, colour: 'first', symbol: 'circle'}]);
}

function structureLines(rounds) {
  const measured = rounds.some(bothFigures);
  byId('structure').hidden = !measured;
  if (measured) {
    lines('structure', rounds, false, [
      {name: 'preserved structure', of: round => round.preserved, colour: 'first', symbol: 'circle'},
      {name: 'separation of batches', of: round => round.separation, colour: 'second', symbol: 'triangle', dash: 'dashed'},
    ]);
  }
}

/** Whether the method measures separation and preserved structure: others have no such figures. */
function bothFigures(round) {
  return Number.isFinite(round.separation) && Number.isFinite(round.preserved);
}

function lines(chart, rounds, logarithmic, curves) {
  const scaled = scale(curves.flatMap(curve => rounds.map(curve.of)), logarithmic, {scale: true});
  addChart(chart, 'svg', ({colours}) => {
    return {
      grid: {left: 4, right: 16, top: curves.length > 1 ? 36 : 12, bottom: 26, containLabel: true},
      legend: {show: curves.length > 1, top: 0, left: 0, textStyle: {color: colours.ink}},
      xAxis: {
        type: 'category', data: rounds.map(round => round.round), name: 'round', nameLocation: 'middle', nameGap: 26,
        nameTextStyle: {color: colours.muted}, axisLabel: {color: colours.muted, hideOverlap: true},
        axisLine: {onZero: false, lineStyle: {color: colours.line}}, axisTick: {show: false},
      },
      yAxis: valueAxis(colours, scaled.axis),
      tooltip: tooltip(colours, 'axis', params => roundWords(rounds[params[0].dataIndex], curves)),
      series: curves.map(curve => ({
        type: 'line', name: curve.name, data: rounds.map(round => scaled.place(curve.of(round))),
        symbol: curve.symbol, symbolSize: 7, showSymbol: rounds.length <= 60, color: colours[curve.colour],
        lineStyle: {width: 2, type: curve.dash || 'solid'},
      })),
    };
  });
}

function roundWords(round, curves) {
  const visited = round.cells > 0 ? ', ' + cells(round.cells) : '';
  return ['Round ' + round.round + ': ' + duration(round.seconds) + visited]
    .concat(curves.map(curve => curve.name + ': ' + number(curve.of(round)) + (curve.more ? curve.more(round) : '')));
}
