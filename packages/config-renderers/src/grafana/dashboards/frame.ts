import { DashboardBuilder, DashboardCursorSync } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Environment } from '@loki-adoption/environment';
import { TAG, toAll } from './links.ts';

/** An empty dashboard that links to the others. */
export function frame(
  name: Environment['grafana']['dashboards'][number],
  title: string,
  description: string,
  from: string,
): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(`${TAG}-${name}`)
    .description(description)
    .tags([TAG])
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from, to: 'now' })
    .refresh('1m')
    .readonly()
    .link(toAll());
}
