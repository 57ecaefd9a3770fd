import { parser as logqlParser } from '@grafana/lezer-logql';
import type { LRParser } from '@lezer/lr';
import { parser as promqlParser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import type { RenderedFile } from '../model.ts';

export type Language = 'logql' | 'promql';

/** A query somewhere in the rendered files. */
export interface FoundQuery {
  /** File and panel or alert. */
  readonly where: string;
  readonly language: Language;
  readonly expr: string;
}

interface Target {
  readonly refId: string;
  readonly expr?: string;
  readonly datasource: { readonly uid: string; readonly type: string };
}

export interface DashboardPanel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly options?: { readonly legend?: { readonly showLegend: boolean } };
}

export interface DashboardVariable {
  readonly name: string;
  readonly type: string;
  readonly query?: string | { readonly query?: string; readonly stream?: string; readonly label?: string };
  readonly datasource?: { readonly uid: string };
}

export interface RenderedDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
}

export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

export function dashboards(files: readonly RenderedFile[]): [path: string, RenderedDashboard][] {
  return files
    .filter(({ path }) => /^grafana\/.*\.json$/.test(path))
    .map(({ path, content }) => [path, JSON.parse(content) as RenderedDashboard]);
}

export function ruleFiles(files: readonly RenderedFile[]): [path: string, RuleFile][] {
  return files
    .filter(({ path }) => path.startsWith('rules/'))
    .map(({ path, content }) => [path, parse(content) as RuleFile]);
}

/** Every LogQL and PromQL expression of dashboards, their variables, and rules. */
export function queriesOf(files: readonly RenderedFile[]): FoundQuery[] {
  return [
    ...dashboards(files).flatMap(([path, { panels, templating }]) => [
      ...panels.flatMap((panel) => panelQueries(path, panel)),
      ...templating.list.flatMap((variable) => variableQueries(path, variable)),
    ]),
    ...ruleFiles(files).flatMap(([path, { groups }]) =>
      groups.flatMap(({ rules }) =>
        rules.map(({ alert, expr }): FoundQuery => {
          return { where: `${path} ${alert}`, language: path.startsWith('rules/loki/') ? 'logql' : 'promql', expr };
        }),
      ),
    ),
  ];
}

function panelQueries(path: string, panel: DashboardPanel): FoundQuery[] {
  return (panel.targets ?? []).flatMap(({ expr, datasource, refId }) => {
    if (expr === undefined) return [];
    return [{ where: `${path} ${panel.title} ${refId}`, language: languageOf(datasource.uid), expr: filledIn(expr) }];
  });
}

function variableQueries(path: string, { name, query, datasource }: DashboardVariable): FoundQuery[] {
  if (typeof query !== 'object') return [];
  const expr = query.stream ?? /^label_values\((.+), \w+\)$/.exec(query.query ?? '')?.[1];
  if (expr === undefined) return [];
  return [{ where: `${path} $${name}`, language: languageOf(datasource?.uid ?? ''), expr: filledIn(expr) }];
}

function languageOf(uid: string): Language {
  return uid === 'loki' ? 'logql' : 'promql';
}

/** What Grafana makes of it when everything is chosen. */
function filledIn(expr: string): string {
  return expr
    .replace(/\$__(auto|rate_interval|interval)/g, '1m')
    .replace(/\$search/g, '')
    .replace(/\$gigabytes/g, '50')
    .replace(/\$(service|container|task)\b/g, '.+')
    .replace(/\$level\b/g, '.*')
    .replace(/\$cluster\b/g, 'temporal-dev');
}

const PARSERS: Readonly<Record<Language, LRParser>> = { logql: logqlParser, promql: promqlParser };

/** What the grammar found: errors by their place, and each selector with the labels that it or an aggregation uses. */
export interface ParsedQuery {
  readonly errors: readonly string[];
  /** In PromQL the metric; in LogQL empty. */
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  readonly groupings: readonly string[];
}

export function parseQuery({ language, expr }: Pick<FoundQuery, 'language' | 'expr'>): ParsedQuery {
  const errors: string[] = [];
  const selectors: { metric: string; labels: string[] }[] = [];
  const groupings: string[] = [];
  PARSERS[language].parse(expr).iterate({
    enter({ type, name, from, to, node }) {
      const text = expr.slice(from, to);
      const parent = node.parent?.name;
      if (type.isError) errors.push(`at ${from}: ${expr.slice(Math.max(0, from - 20), from + 20)}`);
      else if (name === 'VectorSelector' || name === 'Selector') selectors.push({ metric: '', labels: [] });
      else if (name === 'Identifier' && parent === 'VectorSelector') {
        const selector = selectors.at(-1);
        if (selector) selector.metric = text;
      } else if (
        (name === 'LabelName' && parent === 'UnquotedLabelMatcher') ||
        (name === 'Identifier' && parent === 'Matcher')
      ) {
        selectors.at(-1)?.labels.push(text);
      } else if (
        (name === 'LabelName' && parent === 'GroupingLabels') ||
        (name === 'Identifier' && parent === 'Labels')
      ) {
        groupings.push(text);
      }
    },
  });
  return { errors, selectors, groupings };
}
