/** How soon a person has to look: at once, today, or when planning. */
export type Severity = 'critical' | 'warning' | 'info';

/** A rule before it is written in the words of Prometheus and Loki, which are the same. */
export interface AlertRule {
  /** UpperCamelCase, unique over all groups. */
  readonly alert: string;
  /** PromQL or LogQL, indented as a person reads it. */
  readonly expr: string;
  /** How long it has to hold, such as `10m`. */
  readonly for: string;
  readonly severity: Severity;
  /** One line; may use `{{ $labels.x }}` and `{{ $value }}`. */
  readonly summary: string;
  /** What it means and what to do first. */
  readonly description: string;
  /** Name of a file in docs/runbooks, without its ending. */
  readonly runbook: string;
  /** Labels that the result doesn't have by itself. */
  readonly labels?: Readonly<Record<string, string>>;
}
