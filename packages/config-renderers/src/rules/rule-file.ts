import { stringify } from 'yaml';
import { template } from '../template.ts';
import type { AlertRule } from './model.ts';

/** A rule file with one group, in the format that Prometheus and Loki's ruler share. */
export function ruleFile(group: string, rules: readonly AlertRule[]): ReturnType<typeof template> {
  return template(() => stringify({ groups: [{ name: group, rules: rules.map(entry) }] }, { lineWidth: 0 }));
}

function entry(rule: AlertRule) {
  return {
    alert: rule.alert,
    expr: rule.expr.trim(),
    for: rule.for,
    labels: { severity: rule.severity, cluster: '@cluster@', ...rule.labels },
    annotations: {
      summary: rule.summary,
      description: rule.description,
      runbook: `docs/runbooks/${rule.runbook}.md`,
    },
  };
}
