// Draws one bar for each batch: its cells, its loss, its separation, the structure that its correction changed.

function sizes(data) {
  const list = data.run.fit.batches;
  const unequal = list.length > 0 && spans(list.map(size => size.cells));
  const sentences = [readsModel(data.run) ? 'Usable cells of each batch in the data of the saved model.' : 'Usable cells of each batch.'];
  if (data.fit.batches > 1) {
    sentences.push('The smallest batch has ' + cells(data.fit.smallest) + ', the largest ' + integer(data.fit.largest) + '.');
  }
  byId('sizes-note').textContent = sentences.concat(leftOut('largest', list.length, data.fit.batches), logWords(unequal)).join(' ');
  bars('sizes', list.map(size => ({name: size.batch, value: size.cells, more: sizeWords(size)})), unequal);
}

function sizeWords(size) {
  return [cells(size.cells), integer(size.fitted) + ' fitted on']
    .concat(size.invalid > 0 ? [integer(size.invalid) + ' more without a usable embedding'] : []);
}

function ofBatches(chart, list, total, what) {
  byId(chart).hidden = list.length === 0;
  if (list.length === 0) {
    return;
  }
  const unequal = chart === 'losses' && spans(list.map(entry => entry.figure));
  byId(chart + '-note').textContent = leftOut('worst', list.length, total).concat(logWords(unequal)).join(' ');
  bars(chart, list.map(entry => ({name: entry.batch, value: entry.figure, more: [what + ' ' + number(entry.figure)]})), unequal);
}

function leftOut(which, shown, total) {
  return shown < total ? ['Shown are the ' + shown + ' ' + which + '; ' + integer(total - shown) + ' more are left out here.'] : [];
}

function logWords(logarithmic) {
  return logarithmic ? ['The axis is logarithmic.'] : [];
}

function bars(chart, list, logarithmic) {
  if (list.length === 0) {
    return;
  }
  const scaled = scale(list.map(entry => entry.value), logarithmic, {min: 0});
  plot(chart).style.setProperty('--bars', list.length);
  addChart(chart, 'svg', ({colours, width}) => {
    const narrow = width < 500;
    return {
      grid: {left: 4, right: 72, top: 4, bottom: 4, containLabel: true},
      xAxis: valueAxis(colours, scaled.axis),
      yAxis: {
        type: 'category', inverse: true, data: list.map((_, i) => i), axisTick: {show: false},
        axisLine: {lineStyle: {color: colours.line}},
        axisLabel: {color: colours.ink, interval: 0, formatter: i => readable(list[i].name, narrow ? 22 : 34)},
      },
      tooltip: tooltip(colours, 'axis', params => [list[params[0].dataIndex].name].concat(list[params[0].dataIndex].more)),
      series: [{
        type: 'bar', data: list.map(entry => scaled.place(entry.value)), barMaxWidth: 16, barMinHeight: 2,
        itemStyle: {color: colours.first},
        label: {show: true, position: 'right', color: colours.ink, formatter: params => number(list[params.dataIndex].value)},
      }],
    };
  });
}
