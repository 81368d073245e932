// Sets of positions in a text, as sorted, disjoint [start, end) pairs.

/** `[[5, 9], [1, 6]]` → `[[1, 9]]`. */
export function union(intervals) {
  const merged = [];
  for (const [start, end] of [...intervals].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (start < end) merged.push([start, end]);
  }
  return merged;
}

/** What of `from` lies outside `away`; both as `union` gives them. */
export function without(from, away) {
  const left = [];
  for (const [start, end] of from) {
    let at = start;
    for (const [cut, until] of away) {
      if (until <= at || cut >= end) continue;
      if (cut > at) left.push([at, cut]);
      at = Math.max(at, until);
    }
    if (at < end) left.push([at, end]);
  }
  return left;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[’'.,-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** How many words stand in these intervals of a text. */
export function words(text, intervals) {
  return intervals.reduce((sum, [start, end]) => sum + (text.slice(start, end).match(WORD)?.length ?? 0), 0);
}
