import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { RowBuilder, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Query } from './queries.ts';

/**
 * What every panel says of itself. Ids are given, not counted, so that links to a panel outlive the panels before it; width
 * is in twenty-fourths of the screen.
 */
export interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height?: number;
  readonly unit: string;
  /** Value from which on it is red; from 0 it is green. */
  readonly red?: number;
}

interface Described<T> {
  id(id: number): T;
  title(title: string): T;
  description(description: string): T;
  span(width: number): T;
  height(height: number): T;
  datasource(ref: common.DataSourceRef): T;
  targets(targets: cog.Builder<cog.Dataquery>[]): T;
}

interface Measured<T> extends Described<T> {
  unit(unit: string): T;
  thresholds(thresholds: cog.Builder<dashboard.ThresholdsConfig>): T;
}

/** Lines over time. */
export function graph(panel: Panel, ...queries: readonly Query[]): timeseries.PanelBuilder {
  const built = new timeseries.PanelBuilder()
    .min(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    // The builder's own default hides it.
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .calcs([]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (panel.red !== undefined) {
    built.thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
  return measured(built, panel, queries);
}

/** Bars over time, one on top of the other. */
export function bars(panel: Panel, ...queries: readonly Query[]): timeseries.PanelBuilder {
  return graph(panel, ...queries)
    .drawStyle(common.GraphDrawStyle.Bars)
    .fillOpacity(80)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
}

/** The newest value, large. */
export function value(panel: Panel, ...queries: readonly Query[]): stat.PanelBuilder {
  const built = new stat.PanelBuilder()
    .reduceOptions(last())
    .textMode(common.BigValueTextMode.ValueAndName)
    .graphMode(common.BigValueGraphMode.None);
  return measured(built, { height: 4, ...panel }, queries);
}

/** The newest value of each series, as a bar. */
export function ranking(panel: Panel, ...queries: readonly Query[]): bargauge.PanelBuilder {
  const built = new bargauge.PanelBuilder()
    .reduceOptions(last())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .min(0);
  return measured(built, panel, queries);
}

export function note(
  panel: Pick<Panel, 'id' | 'title' | 'width' | 'height'>,
  lines: readonly string[],
): text.PanelBuilder {
  return new text.PanelBuilder()
    .id(panel.id)
    .title(panel.title)
    .span(panel.width)
    .height(panel.height ?? 6)
    .mode(text.TextMode.Markdown)
    .content(lines.join('\n'));
}

export function row(id: number, title: string): RowBuilder {
  return new RowBuilder(title).id(id);
}

/** The part that all panels with queries share. */
export function described<T extends Described<T>>(
  builder: T,
  panel: Omit<Panel, 'unit'>,
  queries: readonly Query[],
): T {
  const [first] = queries;
  if (!first) throw new Error(`panel ${panel.id} asks for nothing`);
  const mixed = queries.some((query) => query.source !== first.source);
  return builder
    .id(panel.id)
    .title(panel.title)
    .description(panel.description)
    .span(panel.width)
    .height(panel.height ?? 8)
    .datasource(mixed ? { type: 'datasource', uid: '-- Mixed --' } : first.source)
    .targets(queries.map((query, i) => query.build(String.fromCharCode(65 + i))));
}

function measured<T extends Measured<T>>(builder: T, panel: Panel, queries: readonly Query[]): T {
  const steps = [
    { value: null, color: 'green' },
    ...(panel.red === undefined ? [] : [{ value: panel.red, color: 'red' }]),
  ];
  return described(builder, panel, queries)
    .unit(panel.unit)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps));
}

function last(): common.ReduceDataOptionsBuilder {
  return new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
}
