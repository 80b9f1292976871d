import {expect} from 'chai';
import {dashboardMetrics} from '../../../src/domain/metrics/dashboard-metrics.ts';
import {dashboardOf} from '../../support/aws-facts.ts';

const NS = 'AWS/ApplicationELB';

describe('the metrics of a dashboard', () => {
  it('are read from rows, options left out', () => {
    expect(of([NS, 'A', 'LoadBalancer', 'x', {stat: 'Sum'}], [NS, 'B'])).to.deep.equal([
      {namespace: NS, name: 'A', dimensions: {LoadBalancer: 'x'}, region: 'eu-central-1', accountId: null},
      {namespace: NS, name: 'B', dimensions: {}, region: 'eu-central-1', accountId: null},
    ]);
  });

  it('repeat what is above a dot, and what three dots leave out', () => {
    const rows = of(
      [NS, 'A', 'TargetGroup', 't', 'LoadBalancer', 'x'],
      ['.', 'B', '.', '.', '.', 'y'],
      ['...', 'z'],
      ['...', 'u', 'LoadBalancer', '.', {visible: true}],
    );
    expect(rows?.map(({name, dimensions}) => [name, dimensions.TargetGroup, dimensions.LoadBalancer])).to.deep.equal([
      ['A', 't', 'x'],
      ['B', 't', 'y'],
      ['B', 't', 'z'],
      ['B', 'u', 'z'],
    ]);
  });

  it('are not those of rows that are hidden, which the next row repeats all the same', () => {
    const rows = of([NS, 'A', 'LoadBalancer', 'x', {id: 'm1', visible: false}], ['.', 'B', '.', '.']);
    expect(rows?.map(({name, dimensions}) => [name, dimensions.LoadBalancer])).to.deep.equal([['B', 'x']]);
  });

  it('may be of another region or account', () => {
    expect(of([NS, 'A', {region: 'eu-west-1', accountId: '1'}])?.[0]).to.deep.include({
      region: 'eu-west-1',
      accountId: '1',
    });
  });

  it('are hidden by searches, rows without a beginning, and widgets that choose', () => {
    const search = {expression: "SEARCH('{AWS/ApplicationELB} x', 'Sum')"};
    expect(dashboardMetrics(dashboardOf([search]).body)?.opaque).to.deep.equal([search.expression]);
    for (const expression of [
      'SELECT SUM(RequestCount) FROM "AWS/ApplicationELB"',
      "INSIGHT_RULE_METRIC('r', 'Sum')",
    ]) {
      expect(dashboardMetrics(dashboardOf([{expression}]).body)?.opaque).to.deep.equal([expression]);
    }
    expect(dashboardMetrics(dashboardOf([{expression: 'm1 / m2'}]).body)?.opaque).to.deep.equal([]);
    for (const row of [['.', 'A'], ['...', 'x'], [NS], [NS, 'A', 'LoadBalancer'], [NS, 1], 'text', null]) {
      const read = dashboardMetrics(dashboardOf(row).body);
      expect([read?.metrics.length, read?.opaque.length], JSON.stringify(row)).to.deep.equal([0, 1]);
    }
    const widgets = ['text', 'log', 'explorer', 'alarm', 'metric'].map((type) => ({type}));
    expect(dashboardMetrics(JSON.stringify({widgets}))?.opaque).to.deep.equal([
      'explorer widget',
      'alarm widget',
      'metric widget',
    ]);
  });

  it('are not in what is not a dashboard', () => {
    for (const body of ['{', 'null', '[]', '{"widgets": 1}']) expect(dashboardMetrics(body), body).to.equal(null);
  });
});

function of(...rows: unknown[]) {
  return dashboardMetrics(dashboardOf(...rows).body)?.metrics;
}
