import {expect} from 'chai';
import {nameExists as check} from '../../../src/checks/dns/name-exists.ts';
import {worldOf} from '../../support/wire-facts.ts';

const HOST = 'mcp.example.com';

function look(addresses: readonly string[] | null) {
  return check.run({host: HOST}, worldOf({dns: {addresses: async (name) => ({name, addresses})}}));
}

describe('dns/name-exists', () => {
  it('passes with the addresses that the resolver has', async () => {
    const verdict = await look(['192.0.2.1', '2001:db8::1']);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('mcp.example.com: has 192.0.2.1, 2001:db8::1');
  });

  it('fails without any, saying what to do', async () => {
    const verdict = await look(null);
    expect(verdict).to.have.property('status', 'fail');
    expect(verdict.summary).to.include('DNS has no address of it');
    expect(JSON.stringify(verdict)).to.include('Create its record in the zone that is asked for it');
  });
});
