import { type Clean, own, rewritten } from '../secrets/clean.ts';

const LONGEST_NAME = 400;
const HEAD = 240;
const TAIL = 120;

/** A name of any length on one line of a comment: what tells two long ones apart often stands at the end. The full text has all of it. */
export function shortened(name: Clean, longest = LONGEST_NAME): Clean {
  if (name.length <= longest) return name;
  const tail = Math.min(TAIL, Math.floor(longest / 3));
  const head = Math.min(HEAD, longest - tail);
  return own`${rewritten(name, (text) => text.slice(0, head).toWellFormed())}…${rewritten(name, (text) => text.slice(-tail).toWellFormed())} (${name.length} characters)`;
}
