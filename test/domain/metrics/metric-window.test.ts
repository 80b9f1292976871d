import {expect} from 'chai';
import {MINUTE_MS, metricWindow} from '../../../src/domain/metrics/metric-window.ts';

describe('the window of a metric', () => {
  it('is of whole periods that ended five minutes ago, and reads on to the latest', () => {
    const {from, to, settled} = metricWindow(new Date('2026-11-20T10:07:59Z'), 3 * MINUTE_MS, MINUTE_MS);
    expect([from, to]).to.deep.equal(['2026-11-20T09:59:00.000Z', '2026-11-20T10:07:00.000Z']);
    expect(settled.map((ms) => new Date(ms).toISOString().slice(11, 16))).to.deep.equal(['09:59', '10:00', '10:01']);
  });
});
