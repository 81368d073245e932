// From findings that may overlap in any way to elements that nest.
//
//   text      T h e   d y k e   h o l d s
//   findings      [--a--------]
//                         [--b----------]
//   tree          (a . . . (b))(b . . . )     b is split where a ends
//
// Pure: positions in, tree out. `article.js` draws it.

/** Paragraphs: each with the line ends behind it, so that together they are the whole text. */
export function blocksOf(text) {
  const blocks = [];
  for (const { 0: block, index } of text.matchAll(/[^\n]*\n+|[^\n]+$/g)) {
    const end = index + block.length;
    const gap = block.length - block.replace(/\n+$/, "").length;
    blocks.push({ start: index, end, wordsEnd: end - gap, gap });
  }
  return blocks;
}

function byPlace(one, other) {
  return one.start - other.start || other.end - one.end || one.finding.rank - other.finding.rank || one.finding.order - other.finding.order;
}

/** One piece for each span of each finding in a field, in order. */
export function piecesOf(findings, field) {
  return findings
    .flatMap((finding) => finding.spans
      .filter((span) => (span.field ?? "text") === field)
      .map(({ start, end }) => ({ start, end, finding })))
    .sort(byPlace);
}

/** Puts the rest of a split piece where it belongs among those still to come. */
function requeue(queue, from, piece) {
  let low = from;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPlace(queue[middle], piece) <= 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, piece);
}

/** The tree of a stretch of text: nodes with a `finding` and `children`, leaves with `start` and `end` alone. */
export function nest(start, end, pieces) {
  const root = { start, end, children: [] };
  const open = [root];
  const queue = [...pieces];
  let at = start;
  const text = (until) => {
    if (until > at) open.at(-1).children.push({ start: at, end: until });
    at = Math.max(at, until);
  };
  const close = (until) => {
    while (open.length > 1 && open.at(-1).end <= until) {
      text(open.at(-1).end);
      open.pop();
    }
  };
  for (let next = 0; next < queue.length; next += 1) {
    let piece = queue[next];
    close(piece.start);
    text(piece.start);
    const around = open.at(-1);
    if (piece.end > around.end) {
      requeue(queue, next + 1, { ...piece, start: around.end });
      piece = { ...piece, end: around.end };
    }
    const node = { ...piece, children: [] };
    around.children.push(node);
    open.push(node);
  }
  close(end);
  text(end);
  return root;
}

/** The trees of all paragraphs. */
export function treesOf(text, findings, field) {
  const pieces = piecesOf(findings, field);
  let open = [];
  let next = 0;
  return blocksOf(text).map((block) => {
    while (next < pieces.length && pieces[next].start < block.end) open.push(pieces[next++]);
    const clipped = open.map((piece) => ({ ...piece, start: Math.max(piece.start, block.start), end: Math.min(piece.end, block.end) }));
    open = open.filter((piece) => piece.end > block.end);
    return { block, tree: nest(block.start, block.end, clipped.sort(byPlace)) };
  });
}
