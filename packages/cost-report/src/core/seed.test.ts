import { beforeEach, describe, expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { renderReport } from './render.ts';
import type { CostReport } from './report.ts';
import { sample } from './sample.fixture.ts';

const DESIGN = `### Current CloudWatch Logs Costs

| Component | Volume | Unit Cost | Monthly Cost |
|-----------|--------|-----------|--------------|
| Ingestion | 50 GB/month | $0.50/GB | $25.00 |
| Storage | 50 GB × 7 days avg | $0.03/GB | $1.50 |
| Queries | 100 GB scanned | $0.005/GB | $0.50 |
| VPC Endpoint | 1 endpoint | ~$7.50/month | $7.50 |
| **Total** | | | **~$34.50/month** |

### Proposed Loki + S3 Costs

| Component | Volume | Unit Cost | Monthly Cost |
|-----------|--------|-----------|--------------|
| S3 Storage | 50 GB/month | $0.023/GB | $1.15 |
| S3 PUT Requests | 500K requests | $0.005/1K | $2.50 |
| S3 GET Requests | 100K requests | $0.0004/1K | $0.04 |
| ECS Task (Loki) | 512 CPU, 1024 MB | ~$8/month | $8.00 |
| ECS Task (Alloy delta) | ~0 (replaces ADOT) | $0 | $0.00 |
| **Total** | | | **~$11.69/month** |

### Savings Summary

| Metric | Value |
|--------|-------|
| Monthly Savings | ~$22.81 |
| Percentage Reduction | ~66% |
| Annual Savings | ~$274 |
`;

describe('the design’s estimate', () => {
  let report: CostReport;
  beforeEach(() => {
    report = forecast(sample({ region: 'eu-west-1' }), { assumptions: 'seed' });
  });

  test('is reproduced to the character, whatever the region of the environment', () => {
    expect(renderReport(report)).toContain(DESIGN);
  });

  test('adds up exactly, before any rounding', () => {
    expect(report.cloudwatch.total).toBe('34.5');
    expect(report.loki.total).toBe('11.69');
    expect(report.saving.monthly).toBe('22.81');
    expect(report.saving.annual).toBe('273.72');
    expect(report.saving.percent).toMatch(/^66\.1159/);
    expect(report.budget.verdict).toBe('pass');
  });

  test('breaks even at 1.07 GB when its request counts scale and at 5.88 GB when they do not', () => {
    expect(report.breakEven.cloudwatch?.volumesGb.map((volume) => Number(volume).toFixed(4))).toEqual(['1.0725']);
    expect(report.breakEven.countsFixed?.volumesGb.map((volume) => Number(volume).toFixed(2))).toEqual(['5.88']);
  });
});
