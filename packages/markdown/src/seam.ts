import { GUARD } from './references.ts';

/**
 * What has to stand between two pieces that are each safe: `1` and `. x` would be a list, `:ship` and `it:` an emoji, two code
 * spans one with other ends, an exclamation mark and a link an image.
 */
export function seam(left: string, right: string, areBothEscaped = true): string {
  if (left.endsWith('!') && right.startsWith('[')) return GUARD;
  if (!areBothEscaped) return '';
  if (/[`*~]$/.test(left) && left.at(-1) === right[0]) return GUARD;
  return /[\w:/#+.-]$/.test(left) && /^\\?[\w:/#+.)-]/.test(right) ? GUARD : '';
}
