import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly depth?: number;
  readonly children?: readonly Node[];
}

/** What a reader's browser makes of a comment, by the parser that follows GitHub's rules. */
export interface Structure {
  readonly headings: readonly string[];
  readonly links: readonly string[];
  /** Names of HTML tags, and comments as `<!--`; in the order in which they stand. */
  readonly tags: readonly string[];
  /** Text that GitHub looks for mentions and references in: everything but code. */
  readonly prose: string;
  /** Kinds of nodes that there are. */
  readonly types: ReadonlySet<string>;
}

export function structureOf(markdown: string): Structure {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
  const headings: string[] = [];
  const links: string[] = [];
  const tags: string[] = [];
  const types = new Set<string>();
  let prose = '';
  const walk = (node: Node) => {
    types.add(node.type);
    if (node.type === 'heading') headings.push(textOf(node));
    if (node.type === 'link' || node.type === 'image') links.push(node.url ?? '');
    if (node.type === 'text') prose += `${node.value}\n`;
    if (node.type === 'html') {
      const html = (node.value ?? '').replace(/<!--[\s\S]*?-->/g, () => {
        tags.push('<!--');
        return '';
      });
      for (const [, close = '', name = ''] of html.matchAll(/<(\/?)([^\s>]*)[^>]*>/g)) tags.push(close + name);
      prose += `${html.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, '')}\n`;
    }
    for (const child of node.children ?? []) walk(child);
  };
  walk(root);
  return { headings, links, tags, prose, types };
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
