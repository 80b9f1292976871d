import {execFile} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {expect} from 'chai';
import {createAuthority} from '../../src/mcp-server/wire/certificate-authority.ts';
import type {Report} from '../../src/model/report.ts';

import {BUILT_TOOL} from '../support/built-tool.ts';

const LATER = pathToFileURL(fileURLToPath(new URL('../support/five-years-on.ts', import.meta.url))).href;

describe('the built-in world, five years on', () => {
  it('is as healthy as today', async () => {
    const args = ['--import', LATER, BUILT_TOOL, 'lab', '--quiet', '--reporter', 'json'];
    // Rejects unless it exits 0.
    const {stdout} = await promisify(execFile)(process.execPath, args, {maxBuffer: 16 * 1024 * 1024});
    const report: Report = JSON.parse(stdout);
    const years = new Date(report.startedAt).getFullYear() - new Date().getFullYear();
    expect(years).to.be.within(4, 6);
    expect(report.summary).to.include({fail: 0, error: 0, blocked: 0, pending: 0});
    expect(report.decision).to.include({verdict: 'hold', wouldBe: 'proceed'});
  });

  it('has certificates that no clock makes invalid', async () => {
    const authority = await createAuthority('five years on');
    for (const {cert} of [authority, await authority.issue(['mcp.example.com'])]) {
      const {validFromDate, validToDate} = new X509Certificate(cert);
      expect(validFromDate.getUTCFullYear()).to.equal(2000);
      expect(validToDate.toISOString()).to.equal('9999-12-31T23:59:59.000Z');
    }
  });
});
