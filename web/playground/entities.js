// The panel "Entities": each thing once, the most important first, with its role and links.

import { button, el, outside } from "./dom.js";
import { count, percent, plural } from "./names.js";

const TYPES = ["person", "organization", "location", "event", "product"];

function links({ wikidata, geonames, partyfacts, country, region } = {}) {
  return [
    wikidata && outside(`https://www.wikidata.org/wiki/${wikidata}`, wikidata),
    geonames && outside(`https://www.geonames.org/${geonames}`, `GeoNames ${geonames}`),
    partyfacts && el("span", {}, `Party Facts ${partyfacts}`),
    (region ?? country) && el("span", {}, region ?? country),
  ].filter(Boolean).flatMap((link) => [link, " "]);
}

function item(entity, actions) {
  return el("li", { class: "entity" },
    button(entity.name, () => actions.visit(`${entity.id}.0`), { class: "name", dir: "auto" }),
    entity.role && el("span", { class: "role", dir: "auto" }, entity.role.text),
    el("span", { class: "amount" },
      [count(entity.mentions.length, "mention"), entity.aliases.length > 0 && `also ${entity.aliases.join(", ")}`, `salience ${percent(entity.salience)}`]
        .filter(Boolean).join(" · ")),
    el("span", { class: "amount links" }, links(entity.links)));
}

export function drawEntities(panel, { answer }, actions) {
  const entities = [...(answer.entities ?? [])].sort((one, other) => other.salience - one.salience);
  const sections = TYPES.flatMap((type) => {
    const found = entities.filter((entity) => entity.type === type);
    if (found.length === 0) return [];
    return [el("h3", {}, el("span", { class: `sample mention ${type}` }, plural(type))), el("ul", { class: "plain" }, found.map((entity) => item(entity, actions)))];
  });
  panel.replaceChildren(...(sections.length > 0 ? sections : [el("p", { class: "note" }, "No names were found.")]));
}
