import { parseDocument } from 'yaml';

/** YAML without anchors, tags and keys that stand there twice: two readers could take those differently. */
export function readYaml(file: string, text: string): { readonly value: unknown } | { readonly problem: string } {
  const document = parseDocument(text, { uniqueKeys: true, strict: true });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) return { problem: `${file}: ${first.message.split('\n')[0]}` };
  if (/^\s*(?:- |[^#'"\n]*: )[&*!]\S/m.test(text)) return { problem: `${file}: has anchors or tags: write values out` };
  return { value: document.toJS() };
}
