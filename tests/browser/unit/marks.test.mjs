// Findings that overlap in any way become elements that nest, and no character is lost.

import assert from "node:assert/strict";
import test from "node:test";
import { blocksOf, nest, piecesOf, treesOf } from "../../../web/playground/marks.js";

const finding = (key, spans, rank = 0, order = 0) => ({ key, rank, order, spans });

/** `a(b(x)y)`: the tree with keys and the text of its leaves. */
function shown(node, text) {
  const inside = node.children?.map((child) => shown(child, text)).join("") ?? text.slice(node.start, node.end);
  return node.finding ? `${node.finding.key}(${inside})` : inside;
}

function drawn(text, findings) {
  return shown(nest(0, text.length, piecesOf(findings, "text")), text);
}

test("an entity inside a source inside a statement nests", () => {
  const text = "the mayor Zoé said";
  const findings = [
    finding("statement", [{ start: 0, end: 18 }], 0), finding("source", [{ start: 0, end: 13 }], 1), finding("name", [{ start: 10, end: 13 }], 2),
  ];
  assert.equal(drawn(text, findings), "statement(source(the mayor name(Zoé)) said)");
});

test("the later of two crossing findings is split where the earlier ends", () => {
  assert.equal(drawn("abcdef", [finding("x", [{ start: 0, end: 4 }]), finding("y", [{ start: 2, end: 6 }])]), "x(aby(cd))y(ef)");
});

test("a finding that crosses two ends is split twice", () => {
  const findings = [finding("x", [{ start: 0, end: 6 }]), finding("y", [{ start: 1, end: 3 }]), finding("z", [{ start: 2, end: 8 }])];
  assert.equal(drawn("abcdefgh", findings), "x(ay(bz(c))z(def))z(gh)");
});

test("of two findings on the same words the lower rank is outside, whatever their order", () => {
  const pair = [finding("inner", [{ start: 1, end: 3 }], 5, 0), finding("outer", [{ start: 1, end: 3 }], 1, 1)];
  assert.equal(drawn("abcd", pair), "aouter(inner(bc))d");
  assert.equal(drawn("abcd", pair.toReversed()), "aouter(inner(bc))d");
});

test("findings side by side stay apart, and a finding may have several spans", () => {
  assert.equal(drawn("abcdef", [finding("x", [{ start: 0, end: 2 }, { start: 4, end: 6 }]), finding("y", [{ start: 2, end: 4 }])]), "x(ab)y(cd)x(ef)");
});

test("spans of the headline are not drawn in the text", () => {
  assert.deepEqual(piecesOf([finding("x", [{ start: 0, end: 2, field: "title" }])], "text"), []);
});

test("paragraphs with the line ends behind them are the whole text", () => {
  for (const text of ["", "one", "one\n", "\n\none\ntwo\n\n\nthree", "\r\none\r\n\r\ntwo", "\n"]) {
    const blocks = blocksOf(text);
    assert.equal(blocks.map(({ start, end }) => text.slice(start, end)).join(""), text);
  }
  assert.deepEqual(blocksOf("one\n\ntwo").map(({ gap }) => gap), [2, 0]);
});

test("a quotation over two paragraphs is drawn in both", () => {
  const text = "ab\n\ncd";
  const trees = treesOf(text, [finding("q", [{ start: 1, end: 5 }])], "text");
  assert.deepEqual(trees.map(({ tree }) => shown(tree, text)), ["aq(b\n\n)", "q(c)d"]);
});

test("random findings keep every character in place", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 40 }, () => "ab \n"[random(4)]).join("");
    const findings = Array.from({ length: 8 }, (_, order) => {
      const start = random(39);
      return finding(`f${order}`, [{ start, end: start + 1 + random(40 - start) }], random(4), order);
    });
    const places = new Map(findings.map(({ key }) => [key, []]));
    const collect = (node) => {
      if (node.finding) places.get(node.finding.key).push([node.start, node.end]);
      node.children?.forEach(collect);
    };
    const trees = treesOf(text, findings, "text");
    trees.forEach(({ tree }) => collect(tree));
    const flat = (node) => node.children?.map(flat).join("") ?? text.slice(node.start, node.end);
    assert.equal(trees.map(({ tree }) => flat(tree)).join(""), text);
    for (const { key, spans: [span] } of findings) {
      const drawnAt = places.get(key);
      assert.equal(drawnAt[0][0], span.start);
      assert.equal(drawnAt.at(-1)[1], span.end);
      drawnAt.slice(1).forEach(([start], at) => assert.equal(start, drawnAt[at][1]));
    }
  }
});
