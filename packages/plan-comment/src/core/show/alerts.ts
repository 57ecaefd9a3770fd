import { type CleanPart, type Finding, SEVERITIES, type Severity } from '../judge/policy.ts';
import { type Clean, fromSource } from '../secrets/clean.ts';
import { box } from './box.ts';
import {
  code,
  details,
  type Html,
  html,
  htmlCode,
  join,
  lines,
  linesOfText,
  list,
  type Markdown,
  md,
  text,
} from './escape.ts';
import { shortened } from './shortened.ts';

const LONGEST_VALUE = 600;
/** Values of a list that a comment shows. */
const MOST_VALUES = 3;

/**
 * A box for dangers and one for warnings, notices folded; at most `most` findings in each, the others are counted. With no limit, every
 * address of each finding is listed.
 */
export function alerts(findings: readonly Finding[], most: number): Markdown {
  const boxes = SEVERITIES.map((severity) => {
    const found = findings.filter((finding) => finding.severity === severity);
    if (found.length === 0) return md``;
    const shown = found.slice(0, most).map((finding) => findingLine(finding, Number.isFinite(most)));
    const more = found.length > most ? [md`and ${found.length - most} more`] : [];
    return boxOf(severity, found, list([...shown, ...more]));
  });
  return join(boxes, md``);
}

function boxOf(severity: Severity, findings: readonly Finding[], content: Markdown): Markdown {
  if (severity === 'danger') return box(md`CAUTION`, content);
  if (severity === 'warning') return box(md`WARNING`, content);
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const names = rules.reduce<Html>(
    (all, rule, index) => (index === 0 ? htmlCode(fromSource(rule)) : html`${all}, ${htmlCode(fromSource(rule))}`),
    html``,
  );
  const count = findings.length === 1 ? html`ℹ️ 1 notice` : html`ℹ️ ${findings.length} notices`;
  return md`${details(html`${count}: ${names}`, content)}\n\n`;
}

function findingLine({ addresses, message, rule }: Finding, isBrief: boolean): Markdown {
  const words = join(
    message.map((part) => partText(part, isBrief)),
    md``,
  );
  const name = code(fromSource(rule));
  if (isBrief || addresses.length === 1) {
    const more = addresses.length > 1 ? md` and ${addresses.length - 1} more` : md``;
    return md`${code(named(addresses[0], isBrief))}${more}: ${words} (${name})`;
  }
  return lines([
    md`${addresses.length} resources: ${words} (${name})`,
    list(addresses.map((address) => code(address))),
  ]);
}

function named(address: Clean | undefined, isBrief: boolean): Clean {
  const name = address ?? fromSource('');
  return isBrief ? shortened(name) : name;
}

function partText(part: CleanPart, isBrief: boolean): Markdown {
  if (part.kind === 'list') {
    const shown = isBrief ? part.texts.slice(0, MOST_VALUES) : part.texts;
    const codes = join(
      shown.map((each) => code(isBrief ? shortened(each, LONGEST_VALUE) : each)),
      md`, `,
    );
    return shown.length < part.texts.length ? md`${codes} and ${part.texts.length - shown.length} more` : codes;
  }
  const value = isBrief ? shortened(part.text, LONGEST_VALUE) : part.text;
  if (part.kind === 'code') return code(value);
  return part.kind === 'text' ? linesOfText(value) : text(part.text);
}
