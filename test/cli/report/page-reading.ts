/** A tag with its attributes, as the page may have it: every value quoted, nothing in it that could end it. */
const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?>/gy;
const known =
  'a article b body br caption circle code dd defs del details div dl dt figcaption figure footer g h1 h2 h3 head header html ins li main marker meta nav ol p path pre rect section span style summary svg table tbody td text th thead title tr tspan ul'.split(
    ' ',
  );
const knownAttributes =
  'aria-label aria-labelledby charset class content cx cy d data-head height href http-equiv id lang marker-end markerHeight markerUnits markerWidth name orient r refX refY role rx scope tabindex viewBox width x y'.split(
    ' ',
  );
const void_ = new Set(['br', 'meta']);

/** What is wrong with a page as markup; empty for one that no text broke out of. */
export function faultsOf(page: string): string[] {
  const body = page
    .replace(/^<!doctype html>\n/, '')
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/\s+/g, ' ');
  const faults: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < body.length) {
    if (body[at] !== '<') {
      const end = body.indexOf('<', at) < 0 ? body.length : body.indexOf('<', at);
      faults.push(...faultsOfText(body.slice(at, end)));
      at = end;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(body);
    if (!found) return [...faults, `no tag: ${body.slice(at, at + 60)}`];
    const [whole, slash, name = '', attributes = ''] = found;
    at += whole.length;
    faults.push(...faultsOfTag(name, attributes));
    if (void_.has(name) || whole.endsWith('/>')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}> closes something else`);
  }
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}

function faultsOfText(text: string): string[] {
  const rest = text.replace(/&(amp|lt|gt|quot|#39);/g, '');
  return /[<>&]/.test(rest) ? [`text is not escaped: ${rest.slice(0, 60)}`] : [];
}

function faultsOfTag(name: string, attributes: string): string[] {
  const faults = known.includes(name) ? [] : [`unknown element ${name}`];
  for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
    if (!knownAttributes.includes(attribute)) faults.push(`unknown attribute ${attribute}`);
    if (attribute === 'href' && !value.startsWith('#')) faults.push(`a link out: ${value}`);
    faults.push(...faultsOfText(value));
  }
  return faults;
}

/** The text of a page as it is read, without markup. */
export function textOfPage(page: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return page
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ');
}
