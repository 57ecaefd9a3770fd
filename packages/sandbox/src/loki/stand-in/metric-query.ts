import {
  type Aggregation,
  type Arithmetic,
  type Comparison,
  type Grouping,
  LokiError,
  type MetricQuery,
  unsupported,
} from '../logql/ast.ts';
import { compare, formatLabels, type Labels, refuseErrors } from '../logql/pipeline.ts';
import { findHits } from './log-query.ts';
import type { Store } from './store.ts';

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

type Vector = readonly Sample[];
/** The value of a query at one moment. */
export type Evaluation = (at: bigint) => number | Vector;

type RangeQuery = Extract<MetricQuery, { kind: 'range' }>;
type BinaryQuery = Extract<MetricQuery, { kind: 'binary' }>;

/** Prepares a metric query for the moments of `start <= at <= end`: the store is read once, not once a step. */
export function prepareMetricQuery(store: Store, query: MetricQuery, start: bigint, end: bigint): Evaluation {
  if (query.kind === 'number') return () => query.value;
  if (query.kind === 'range') return prepareRange(store, query, start, end);
  if (query.kind === 'aggregate') {
    const of = prepareMetricQuery(store, query.of, start, end);
    return (at) => aggregate(query.operation, query.grouping, asVector(of(at)));
  }
  const left = prepareMetricQuery(store, query.left, start, end);
  const right = prepareMetricQuery(store, query.right, start, end);
  return (at) => combine(query.operator, left(at), right(at));
}

interface Series {
  readonly labels: Labels;
  readonly samples: { readonly ts: bigint; readonly bytes: number }[];
}

/** A range at T holds the lines of `T - range < ts <= T`. */
function prepareRange(store: Store, query: RangeQuery, start: bigint, end: bigint): Evaluation {
  const series = new Map<string, Series>();
  for (const { ts, line, labels } of findHits(store, query.query, start - query.rangeNs + 1n, end + 1n)) {
    refuseErrors(labels);
    const key = formatLabels(labels);
    const found = series.get(key) ?? { labels, samples: [] };
    found.samples.push({ ts, bytes: Buffer.byteLength(line) });
    series.set(key, found);
  }
  const seconds = Number(query.rangeNs) / 1e9;
  return (at) => {
    const vector: Sample[] = [];
    for (const { labels, samples } of series.values()) {
      const inside = samples.filter(({ ts }) => ts > at - query.rangeNs && ts <= at);
      if (inside.length === 0) continue;
      const bytes = inside.reduce((sum, sample) => sum + sample.bytes, 0);
      const total = query.function.startsWith('bytes') ? bytes : inside.length;
      const perSecond = query.function === 'rate' || query.function === 'bytes_rate';
      vector.push({ labels, value: perSecond ? total / seconds : total });
    }
    if (query.function !== 'absent_over_time') return vector;
    return vector.length > 0 ? [] : [{ labels: equalityLabels(query), value: 1 }];
  };
}

function equalityLabels(query: RangeQuery): Labels {
  return Object.fromEntries(
    query.query.selector.filter(({ operator }) => operator === '=').map(({ name, value }) => [name, value]),
  );
}

function aggregate(operation: Aggregation, grouping: Grouping, vector: Vector): Vector {
  const groups = new Map<string, { labels: Labels; values: number[] }>();
  for (const { labels, value } of vector) {
    const kept = Object.fromEntries(
      Object.entries(labels).filter(([name]) => grouping.labels.includes(name) !== grouping.without),
    );
    const key = formatLabels(kept);
    const group = groups.get(key) ?? { labels: kept, values: [] };
    group.values.push(value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: reduce(operation, values) }));
}

function reduce(operation: Aggregation, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (operation) {
    case 'sum':
      return sum;
    case 'avg':
      return sum / values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'count':
      return values.length;
  }
}

/** Scalars with anything; two vectors where all labels are equal. A comparison keeps what it holds for. */
function combine(operator: BinaryQuery['operator'], left: number | Vector, right: number | Vector): number | Vector {
  if (typeof left === 'number' && typeof right === 'number') {
    return isComparison(operator) ? Number(compare(operator, left, right)) : arithmetic(operator, left, right);
  }
  if (typeof left === 'number') {
    return asVector(right).flatMap((sample) => applied(operator, left, sample.value, sample.labels, sample.value));
  }
  const partner = (labels: Labels) =>
    typeof right === 'number'
      ? right
      : right.find((other) => formatLabels(other.labels) === formatLabels(labels))?.value;
  return left.flatMap(({ labels, value }) => {
    const other = partner(labels);
    return other === undefined ? [] : applied(operator, value, other, labels, value);
  });
}

function applied(
  operator: BinaryQuery['operator'],
  left: number,
  right: number,
  labels: Labels,
  kept: number,
): Sample[] {
  if (!isComparison(operator)) return [{ labels, value: arithmetic(operator, left, right) }];
  return compare(operator, left, right) ? [{ labels, value: kept }] : [];
}

function isComparison(operator: BinaryQuery['operator']): operator is Comparison {
  return !['+', '-', '*', '/'].includes(operator);
}

function arithmetic(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

function asVector(value: number | Vector): Vector {
  if (typeof value === 'number') throw unsupported('a number in place of a vector');
  return value;
}

const MAX_POINTS = 11_000;

export interface SeriesResult {
  readonly metric: Labels;
  readonly values: readonly (readonly [number, string])[];
}

/** A metric query at each step; start and end are rounded down to whole steps as Loki's frontend does. */
export function runMetricRange(
  store: Store,
  query: MetricQuery,
  start: bigint,
  end: bigint,
  step: bigint,
): SeriesResult[] {
  const first = start - (start % step);
  const last = end - (end % step);
  if ((last - first) / step > BigInt(MAX_POINTS)) {
    throw new LokiError(
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    );
  }
  const evaluate = prepareMetricQuery(store, query, first, last);
  const results = new Map<string, { metric: Labels; values: [number, string][] }>();
  for (let at = first; at <= last; at += step) {
    const value = evaluate(at);
    for (const sample of typeof value === 'number' ? [{ labels: {}, value }] : value) {
      const key = formatLabels(sample.labels);
      const result = results.get(key) ?? { metric: sample.labels, values: [] };
      result.values.push([Number(at) / 1e9, formatNumber(sample.value)]);
      results.set(key, result);
    }
  }
  return [...results.values()];
}

/** Numbers as Prometheus writes them. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
