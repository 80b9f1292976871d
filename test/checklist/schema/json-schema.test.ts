// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the checklist's, not ours
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {checklistJsonSchema, signOffJsonSchema, waiversJsonSchema} from '../../../src/checklist/schema/json-schema.ts';
import {FAKE_CHECKS} from '../fake-checks.ts';

const ajv = new Ajv({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  formats: {uri: true, date: true, 'date-time': true},
});
const accepts = ajv.compile(checklistJsonSchema(FAKE_CHECKS));

const withItem = (item: object) => ({version: 1, title: 'x', items: [{id: 'one', title: 'One', ...item}]});
const portOpen = (params: object) =>
  withItem({check: 'ec2/port-open-to', with: {alb: 'alb', port: 443, from: '10.0.0.0/8', ...params}});

describe('checklistJsonSchema', () => {
  it('takes each kind of item, and groups of them', () => {
    expect(accepts(portOpen({}))).to.equal(true);
    expect(accepts(withItem({manual: {ask: 'Done?', approvers: ['ops']}, onFail: 'note'}))).to.equal(true);
    expect(accepts(withItem({items: [{id: 'two', title: 'Two', items: portOpen({}).items}]}))).to.equal(true);
  });

  it('validates with: by the params of the check', () => {
    expect(accepts(portOpen({port: 70_000}))).to.equal(false);
    expect(accepts(portOpen({url: 'https://a.example'}))).to.equal(false);
    expect(accepts(withItem({check: 'ec2/port-open-to', with: {alb: 'alb'}}))).to.equal(false);
    expect(accepts(withItem({check: 'ec2/port-open-to'}))).to.equal(false);
    expect(accepts(withItem({check: 'ec2/port-open'}))).to.equal(false);
  });

  it('takes a text with ${ for every scalar under with:, and no other text', () => {
    expect(accepts(portOpen({port: '${vars.port}', from: ['${vars.cidr}', '10.0.0.0/8']}))).to.equal(true);
    expect(accepts(portOpen({port: '443'}))).to.equal(false);
    expect(accepts(withItem({check: 'http/responds', with: {url: '${vars.url}', within: '${vars.s}s'}}))).to.equal(
      true,
    );
    expect(
      accepts(withItem({check: 'http/responds', with: {url: 'https://a.example', followed: '${env.F}'}})),
    ).to.equal(true);
  });

  it('refuses what the reader refuses', () => {
    expect(accepts(withItem({}))).to.equal(false);
    expect(accepts({...portOpen({}), include: []})).to.equal(false);
    expect(accepts(withItem({...portOpen({}).items[0], manual: {ask: 'x', approvers: ['ops']}}))).to.equal(false);
    expect(accepts(withItem({manual: {ask: 'x', approvers: ['ops']}, onFail: 'rollback'}))).to.equal(false);
    expect(accepts(withItem({manual: {ask: 'x', approvers: ['ops']}, timeout: '5s'}))).to.equal(false);
    expect(accepts(withItem({check: 'repo/file-contains', with: {path: 'a'}, onFail: 'rollback'}))).to.equal(false);
    expect(accepts(withItem({items: portOpen({}).items, needs: ['one']}))).to.equal(false);
  });

  it('describes each check and each param', () => {
    const text = JSON.stringify(checklistJsonSchema(FAKE_CHECKS));
    expect(text).to.include('"description":"The URL to ask"');
    expect(text).to.include('{"const":"ecs/is-stable","description":"a claim"}');
    expect(text).not.to.include('"resource":');
  });
});

describe('schemas of the files beside the checklist', () => {
  it('waivers', () => {
    const valid = ajv.compile(waiversJsonSchema());
    const waiver = {item: 'a', reason: 'b', approver: 'c', expires: '2026-12-31'};
    expect(valid({version: 1, waivers: [waiver]})).to.equal(true);
    expect(valid({version: 1, waivers: [{...waiver, until: 'x'}]})).to.equal(false);
    expect(valid({version: 1, waivers: [{item: 'a'}]})).to.equal(false);
  });

  it('sign-offs, one or several', () => {
    const valid = ajv.compile(signOffJsonSchema());
    const signOff = {verdict: 'approved', by: 'mg', at: '2026-11-01T10:00:00Z', asked: 'a'.repeat(64)};
    expect(valid({version: 1, ...signOff})).to.equal(true);
    expect(valid({version: 1, signoffs: [signOff]})).to.equal(true);
    expect(valid({version: 1, signoffs: [{...signOff, verdict: 'maybe'}]})).to.equal(false);
    expect(valid({...signOff})).to.equal(false);
  });
});
