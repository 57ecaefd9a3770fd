import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** The HTML that GitHub would sanitise, search for mentions and show. */
export function rendered(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** Names of the elements of some HTML, `p` aside, in order. */
export function elementsIn(html: string): string[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name = '']) => name).filter((name) => name !== 'p');
}

/** What a reader sees: without characters of no width, and runs of spaces as one. */
export function seenIn(html: string): string {
  const text = decoded(html.replace(/<[^>]*>/g, ''));
  return folded(text.replaceAll('\u200b', ''));
}

/** Text as a browser shows it, with its runs of spaces and line breaks as one space. */
export function folded(text: string): string {
  return text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
}

/** What GitHub would still make a link, an image or a formula of, outside code. A dollar sign in an element of its own is none. */
export function referencesIn(html: string): string[] {
  const words = html.replaceAll('<span>$</span>', '\ufffd');
  const text = decoded(words.replace(/<(pre|code)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ''));
  return PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found));
}

/** As html-pipeline, which GitHub published, looks for people and emoji; the others as GitHub's documentation describes them. */
const PATTERNS: readonly RegExp[] = [
  /(?<=^|\W)@[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9_-]*)?/gi,
  /(?<=^|\W|[\w.-]+\/[\w.-]+)#\d+/g,
  /(?<=^|\W)GH-\d+/gi,
  /(?<=^|\W)(?=\d*[a-f])[0-9a-f]{7,40}(?=$|\W)/gi,
  /:(?:100|1234|(?=\d*[a-z_+-])[a-z0-9_+-]+):/g,
  /https?:\/\/|(?<=^|\W)www\.\w/gi,
  /\$\S(?:[^$]*\S)?\$(?!\d)/g,
];

function decoded(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_all, point: string) => String.fromCodePoint(Number(point)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
