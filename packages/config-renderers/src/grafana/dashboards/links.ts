import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

/** What all dashboards are tagged with, and what their uids begin with. */
export const TAG = 'loki-adoption';

/** Links to all dashboards of this project, in a row. */
export function toAll(): cog.Builder<DashboardLink> {
  return visible(
    new DashboardLinkBuilder('Loki adoption').type(DashboardLinkType.Dashboards).tags([TAG]).keepTime(true),
  );
}

/** A link from a series of a service to its log lines, at the same time. */
export function toLogs(): cog.Builder<DashboardLink> {
  return visible(
    new DashboardLinkBuilder('Lines of ${__field.labels.service_name}').url(
      `/d/${TAG}-logs?var-service=\${__field.labels.service_name}&\${__url_time_range}`,
    ),
  );
}

/** The builder's default hides a link in a menu of newer Grafanas. */
function visible(builder: DashboardLinkBuilder): cog.Builder<DashboardLink> {
  return {
    build() {
      const { placement: _, ...link } = builder.build();
      return link;
    },
  };
}
