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

/** Where nginx keeps what doesn't fit its memory: its own folders belong to root. */
export function temporaryPaths(folder: string): Directive[] {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind}`);
}

/** Lets some methods through on paths that a regular expression matches; `$path` in `body` is what it matched. */
export function openLocation(paths: string, methods: readonly string[], ...body: readonly Directive[]): Directive {
  return nginxBlock(
    // Not `$`: that would match before a line break, too.
    String.raw`location ~ "^(?<path>${paths})\z"`,
    nginxBlock(
      `if ($request_method !~ ^(${methods.join('|')})$)`,
      `return 405 ${quoted(`closed: ${methods.join(', ')} only`)}`,
    ),
    ...body,
  );
}
