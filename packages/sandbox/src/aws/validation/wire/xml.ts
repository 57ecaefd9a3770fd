export interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const TOKENS = /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)[^>]*?(\/?)>|([^<]+)/g;

/** The root of a request's XML, or undefined where it isn't well-formed. Attributes aren't kept: no request of ours says anything in them. */
export function parseXml(text: string): Element | undefined {
  const top: Element = { name: '', children: [], text: '' };
  const open = [top];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [token, closing, name, empty, characters] = match;
    if (match.index !== end) return undefined;
    end += token.length;
    const current = open.at(-1);
    if (current === undefined) return undefined;
    if (characters !== undefined) current.text += unescapeXml(characters);
    else if (name === undefined) continue;
    else if (closing) {
      if (current.name !== name || open.length === 1) return undefined;
      open.pop();
    } else {
      const element = { name, children: [], text: '' };
      current.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return end === text.length && open.length === 1 && top.children.length === 1 ? top.children[0] : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? entity;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
}
