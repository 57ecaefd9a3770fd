/** A directive such as `listen 3100;`, a block, or a comment above what follows. */
export type Directive = string | { readonly block: string; readonly body: readonly Directive[] };

export function nginxBlock(block: string, ...body: readonly Directive[]): Directive {
  return { block, body };
}

/** A configuration of nginx as text. */
export function printNginx(directives: readonly Directive[], indent = ''): string {
  return directives
    .map((each) => {
      if (typeof each === 'string') return `${indent}${each}${each.startsWith('#') ? '' : ';'}\n`;
      return `${indent}${each.block} {\n${printNginx(each.body, `${indent}  `)}${indent}}\n`;
    })
    .join('');
}

/** A text in quotes. A `$` in it would be a variable, which nginx has no way to escape. */
export function quoted(text: string): string {
  if (/[$\n]/.test(text)) throw new Error(`nginx can't quote ${JSON.stringify(text)}`);
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
