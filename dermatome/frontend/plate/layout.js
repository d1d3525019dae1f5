/* How plates of different proportions share a rectangle: as large as fits. */

/**
 * Arrange plates in rows of equal height so that together they cover the largest (weighted) area. Where it makes all
 * of them larger, the two plates of a pair (the body's sides) stand one above the other in one cell.
 *
 * @param {number[]} aspects width / height of each plate
 * @param {number[]} weights how tall a plate's row should be, relative to other rows
 * @param {[number, number][]} pairs positions of neighbouring plates that may be stacked
 * @param {{width: number, height: number, gap: number, caption: number}} room all in px; every plate needs
 *     `caption` px of height besides its drawing
 * @returns {{index: number, width: number, height: number}[][][]} rows of cells of plates
 */
export function arrange(aspects, weights, pairs, room) {
  const singles = aspects.map((_, index) => [index]);
  const stacked = singles.filter(([i]) => !pairs.some(([, second]) => second === i))
    .map(([i]) => pairs.find(([first]) => first === i) || [i]);
  let best = null;
  for (const cells of pairs.length ? [singles, stacked] : [singles]) {
    for (let rows = 1; rows <= cells.length; rows += 1) {
      const tried = inRows(cells, aspects, weights, rows, room);
      if (!best || tried.area > best.area) best = tried;
    }
  }
  return best ? best.rows : [];
}

/** Where the two sides of the body stand next to each other among views: the pairs of arrange().
 * @param {string[]} views
 * @returns {[number, number][]} */
export function sidesAmong(views) {
  const left = views.indexOf("lateral-left");
  return left >= 0 && views[left + 1] === "lateral-right" ? [[left, left + 1]] : [];
}

/** The height in px that the rows of arrange() take, captions and all. */
export function heightOf(rows, { gap, caption }) {
  const tall = (cell) => cell.reduce((sum, { height }) => sum + height + caption, gap * (cell.length - 1));
  return rows.reduce((sum, row) => sum + Math.max(...row.map(tall)), gap * (rows.length - 1));
}

function inRows(cells, aspects, weights, count, { width, height, gap, caption }) {
  const groups = split(cells, count, (cell) => cellWidth(cell, aspects, 1000, 0, 0));
  const heaviest = groups.map((row) => Math.max(...row.flat().map((index) => weights[index])));
  const total = heaviest.reduce((sum, weight) => sum + weight, 0);
  const rows = groups.map((row, number) => {
    let h = ((height - (count - 1) * gap) * heaviest[number]) / total; // captions and all
    const needed = () => row.reduce((sum, cell) => sum + cellWidth(cell, aspects, h, gap, caption), 0);
    const free = width - (row.length - 1) * gap;
    // Width grows linearly with the height above the captions, so two steps of the rule of three suffice.
    for (let step = 0; step < 4 && needed() > free; step += 1) h = caption + (h - caption) * (free / needed());
    h = Math.max(h, caption + 40);
    return row.map((cell) => cell.map((index) => {
      const drawn = plateHeight(cell, h, gap, caption);
      return { index, width: Math.floor(aspects[index] * drawn), height: Math.floor(drawn) };
    }));
  });
  const area = rows.flat(2).reduce((sum, plate) => sum + plate.width * plate.height * weights[plate.index], 0);
  return { rows, area };
}

const plateHeight = (cell, h, gap, caption) => Math.max(20, (h - (cell.length - 1) * gap) / cell.length - caption);

const cellWidth = (cell, aspects, h, gap, caption) =>
  Math.max(...cell.map((i) => aspects[i])) * plateHeight(cell, h, gap, caption);

/* Contiguous groups whose widths are as even as possible: the smallest widest row wins. */
function split(items, count, widthOf) {
  const prefix = [0];
  for (const item of items) prefix.push(prefix.at(-1) + widthOf(item));
  const cost = Array.from({ length: count + 1 }, () => new Array(items.length + 1).fill(Infinity));
  const cut = Array.from({ length: count + 1 }, () => new Array(items.length + 1).fill(0));
  cost[0][0] = 0;
  for (let rows = 1; rows <= count; rows += 1) {
    for (let end = rows; end <= items.length; end += 1) {
      for (let start = rows - 1; start < end; start += 1) {
        const widest = Math.max(cost[rows - 1][start], prefix[end] - prefix[start]);
        if (widest < cost[rows][end]) {
          cost[rows][end] = widest;
          cut[rows][end] = start;
        }
      }
    }
  }
  const groups = [];
  for (let rows = count, end = items.length; rows > 0; rows -= 1) {
    groups.unshift(items.slice(cut[rows][end], end));
    end = cut[rows][end];
  }
  return groups;
}
