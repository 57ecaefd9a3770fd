/** One changed value in the text of `terraform show`. */
export interface ShownLeaf {
  /** Names from the attribute down, without places in lists. */
  readonly path: readonly string[];
  readonly sign: '~' | '+' | '-';
  /** What follows `=`: `A -> B`, or one value. Of a list, an element; of a heredoc, a line. */
  readonly value: string;
  readonly kind: 'value' | 'element' | 'line';
  /** Whether everything around it is changed in place, not added or removed with it inside. */
  readonly isInPlace: boolean;
}

export interface ShownResource {
  readonly address: string;
  /** Attributes and blocks with a sign before them. */
  readonly attributes: ReadonlySet<string>;
  readonly leaves: readonly ShownLeaf[];
}

interface Frame {
  readonly name: string | undefined;
  readonly sign: string;
  /** Leaves that were there when it opened. */
  readonly from: number;
}

/** Reads the resources of a plan as Terraform shows it to people. It knows what the fixtures hold, not all that Terraform can print. */
export function readShownPlan(text: string): ShownResource[] {
  const found: ShownResource[] = [];
  let address = '';
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    address = /^ {2}# (\S.*?) (?:will be|must be|is tainted)/.exec(line)?.[1] ?? address;
    if (!/^(?: {2}[~+-]|-\/\+|\+\/-) resource /.test(line)) continue;
    const end = lines.indexOf('    }', at);
    found.push({ address, ...readBody(lines.slice(at + 1, end)) });
    at = end;
  }
  return found;
}

function readBody(lines: readonly string[]): Omit<ShownResource, 'address'> {
  const attributes = new Set<string>();
  const leaves: ShownLeaf[] = [];
  const frames: Frame[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, signed = '', shownRest = ''] = /^\s*(?:([~+-]) )?(.*)$/.exec(line) ?? [];
    const rest = shownRest.replace(/([{[(]) # forces replacement$/, '$1');
    if (rest === '' || rest.startsWith('#')) continue;
    if (/^[}\])]/.test(rest)) {
      const frame = frames.pop();
      // The whole of it becomes unknown: what it held is no change by itself.
      if (frame && rest.includes('-> (known after apply)')) leaves.length = frame.from;
      continue;
    }
    const [, quoted, bare, value] = /^(?:"((?:[^"\\]|\\.)*)"|([\w-]+))\s+= (.*)$/.exec(rest) ?? [];
    const name = quoted ?? bare ?? /^([\w-]+) \{$/.exec(rest)?.[1];
    if (frames.length === 0 && signed !== '' && name !== undefined) attributes.add(name);
    if (/[{[(]$/.test(rest)) {
      frames.push({ name, sign: signed, from: leaves.length });
      continue;
    }
    if (/<<-?EOT/.test(rest)) {
      const path = [...frames.flatMap((frame) => frame.name ?? []), ...(name === undefined ? [] : [name])];
      // Only what changes has signs, four columns behind that of its attribute; a line of the text may begin with one too.
      const signedLine = new RegExp(`^ {${line.search(/\S/) + 4}}([+-]) (.*)$`);
      const isInPlace = signed !== '' && frames.every((frame) => frame.sign === '~' || frame.sign === '');
      for (let shown = lines[++at] ?? 'EOT'; !/^\s*EOT/.test(shown); shown = lines[++at] ?? 'EOT') {
        const [, sign, content = ''] = signed === '~' ? (signedLine.exec(shown) ?? []) : [];
        if (sign !== undefined)
          leaves.push({ path, sign: sign as ShownLeaf['sign'], value: content.trim(), kind: 'line', isInPlace });
      }
      continue;
    }
    const element = /^("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false),$/.exec(rest)?.[1];
    if (element !== undefined && signed !== '') {
      leaves.push({
        path: frames.flatMap((frame) => frame.name ?? []),
        sign: signed as ShownLeaf['sign'],
        value: element,
        kind: 'element',
        isInPlace: frames.every((frame) => frame.sign === '~' || frame.sign === ''),
      });
      continue;
    }
    if (name === undefined || value === undefined || signed === '') continue;
    leaves.push({
      path: [...frames.flatMap((frame) => frame.name ?? []), name],
      sign: signed as ShownLeaf['sign'],
      value: value.replace(/ # forces replacement$/, ''),
      kind: 'value',
      isInPlace: frames.every((frame) => frame.sign === '~' || frame.sign === ''),
    });
  }
  return { attributes, leaves };
}
