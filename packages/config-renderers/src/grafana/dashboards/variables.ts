import {
  ConstantVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { logGroupPrefix } from '@loki-adoption/environment';
import { DATASOURCES } from '../datasources.ts';

const REF_ID = 'values';

/** What differs between environments, hidden from the reader; `@name@` is filled in when an environment is rendered. */
export function constant(name: string): ConstantVariableBuilder {
  return new ConstantVariableBuilder(name).value(`@${name}@`);
}

/** The values of a label in Loki. `all` is the pattern that stands for every value, a missing label too if it is `.*`. */
export function lokiLabel(
  name: string,
  selected: { label: string; of: string; all: '.+' | '.*' },
): QueryVariableBuilder {
  return choice(name)
    .datasource(DATASOURCES.loki)
    .query({ label: selected.label, refId: REF_ID, stream: selected.of, type: 1 })
    .allValue(selected.all);
}

/** The values of a label in Prometheus. */
export function prometheusLabel(name: string, selected: { label: string; of: string }): QueryVariableBuilder {
  const query = `label_values(${selected.of}, ${selected.label})`;
  return choice(name)
    .datasource(DATASOURCES.amp)
    .query({ qryType: 1, query, refId: REF_ID })
    .definition(query)
    .allValue('.+');
}

/** The log groups of the cluster that received something in the last two weeks: the whole name of each, or the container's in it. */
export function logGroups(name: string, part: 'whole' | 'container'): QueryVariableBuilder {
  const prefix = logGroupPrefix({ cluster: '$cluster' }).replaceAll('/', '\\/');
  return choice(name)
    .datasource(DATASOURCES.cloudwatch)
    .query({
      refId: REF_ID,
      queryType: 'dimensionValues',
      region: 'default',
      namespace: 'AWS/Logs',
      metricName: 'IncomingBytes',
      dimensionKey: 'LogGroupName',
      dimensionFilters: {},
    })
    .regex(part === 'whole' ? `/^${prefix}.+/` : `/^${prefix}(.+)/`);
}

export function freeText(name: string): TextBoxVariableBuilder {
  return new TextBoxVariableBuilder(name);
}

function choice(name: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
