import {expect} from 'chai';
import {startLab} from '../../src/lab/start.ts';
import {diffReports} from '../../src/model/diff/diff.ts';
import type {Report} from '../../src/model/report.ts';
import {diffText} from '../../src/reports/diff-text.ts';
import {runOnLab, shippedChecklist} from './run-on-lab.ts';

/** Of each family that reads times, ports and ids of requests. */
const READ_ANEW = [
  'host-answers-https',
  'api-came-through-gateway',
  'dns-propagated',
  'base-path-applied-once',
  'certificate-accepted',
];

async function look(): Promise<Report> {
  const lab = await startLab('healthy');
  try {
    return await runOnLab(lab, await shippedChecklist(), 'ready', READ_ANEW);
  } finally {
    await lab.close();
  }
}

describe('two runs on the lab', function () {
  this.timeout(120_000);

  it('have the same verdicts, and what is another in each run is not listed', async () => {
    const diff = diffReports(await look(), await look());
    expect([diff.worse, diff.volatileValues > 20], diffText(diff)).to.deep.equal([false, true]);
    // The certificates of the lab are made for each run, so that they really are others.
    const listed = diff.items.flatMap(({values}) => values).filter(({what}) => !/serial|sha256/.test(what));
    expect(listed, diffText(diff)).to.deep.equal([]);
  });
});
