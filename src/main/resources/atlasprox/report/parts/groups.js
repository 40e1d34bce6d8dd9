// Draws what was changed in each group of cells, batches and labels: how far it moved, how much of its structure was kept.

function changesOf(scores) {
  return scores === null ? [] : scores.changes;
}

function changes(scores) {
  const list = changesOf(scores);
  byId('changes').hidden = list.length === 0;
  if (list.length === 0) {
    return;
  }
  let shown = list[0];
  const charts = ['batches', 'labels'].map(groups => changeChart('changed-' + groups, () => shown[groups], () => shown.embedding));
  const choose = change => {
    shown = change;
    charts.forEach(chart => chart());
  };
  choices(byId('changed'), 'Changes in', list.map(change => readable(change.embedding, 40)), i => choose(list[i]));
  choose(shown);
}

/** Draws one figure's chart anew each time it is called. */
function changeChart(name, groups, embedding) {
  const title = plot(name).getAttribute('aria-label');
  let chart = null;
  return () => {
    const list = groups().shown;
    byId(name).hidden = list.length === 0;
    if (list.length === 0) {
      return;
    }
    byId(name).querySelector('.words').textContent = readable(groups().words, 1500);
    byId(name).querySelector('.note').textContent = ['Least preserved first'
      + (groups().standing > 0 ? '; those that stand out are in the second colour and marked \u25c6.' : '.')]
      .concat(leftOut('least preserved', list.length, groups().groups)).join(' ');
    plot(name).style.setProperty('--bars', list.length + 1);
    plot(name).setAttribute('aria-label', title + ', ' + readable(embedding(), 60));
    chart = chart || addChart(name, 'svg', look => changeBars(look, groups()), {file: () => name + '-' + fileWord(embedding())});
    chart.resize();
    chart.draw();
  };
}

function changeBars({colours, width: wide}, groups) {
  const list = groups.shown;
  const names = Math.min(wide < 500 ? 112 : 250, 40 + 7 * Math.max(...list.map(group => group.name.length)));
  const half = (wide - names - 100) / 2;
  const stands = i => i < groups.standing;
  const side = (left, title) => ({
    grid: {left: left, width: half, top: 24, bottom: 4},
    title: {text: title, left: left, top: 0, textStyle: {color: colours.muted, fontSize: 13, fontWeight: 500}},
  });
  const sides = [side(names, wide < 500 ? 'Moved' : 'Moved, in spreads'), side(names + half + 52, wide < 500 ? 'Kept, %' : 'Structure kept, %')];
  const series = (i, value, text) => ({
    type: 'bar', xAxisIndex: i, yAxisIndex: i, data: list.map(value), barMaxWidth: 14, barMinHeight: 1,
    itemStyle: {color: params => stands(params.dataIndex) ? colours.second : colours.first},
    label: {show: true, position: 'right', color: colours.ink, formatter: params => text(list[params.dataIndex])},
  });
  const kept = group => group.preserved === null ? '\u2013' : (100 * group.preserved).toFixed(1);
  return {
    grid: sides.map(each => each.grid),
    title: sides.map(each => each.title),
    xAxis: [{}, {min: Math.min(0, ...list.map(group => 100 * group.preserved)), max: 100}].map((range, i) => Object.assign(
      {type: 'value', gridIndex: i, min: 0, axisLabel: {show: false}, splitLine: {lineStyle: {color: colours.line, opacity: 0.6}}}, range)),
    yAxis: [0, 1].map(i => ({
      type: 'category', gridIndex: i, inverse: true, data: list.map((_, j) => j), axisTick: {show: false},
      axisLine: {onZero: false, lineStyle: {color: colours.line}},
      axisLabel: {
        show: i === 0, color: colours.ink, interval: 0,
        formatter: j => (stands(Number(j)) ? '\u25c6 ' : '') + readable(list[j].name, wide < 500 ? 13 : 34),
      },
    })),
    tooltip: tooltip(colours, 'axis', params => [list[params[0].dataIndex].name, cells(list[params[0].dataIndex].cells) + ' scored',
      'moved by ' + number(list[params[0].dataIndex].moved) + ' spreads', 'structure kept, %: ' + kept(list[params[0].dataIndex])]),
    axisPointer: {link: [{yAxisIndex: 'all'}]},
    series: [series(0, group => group.moved, group => group.moved.toFixed(2)),
      series(1, group => group.preserved === null ? null : 100 * group.preserved, kept)],
  };
}
