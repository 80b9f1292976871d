import {expect} from 'chai';
import {linted} from './linted.ts';

const checklistOf = (rollback: string, people = 'people: {ops: [mg, jd], service: [ak]}') => ({
  'checklist.yaml': `version: 1
title: Move it
vars: {host: mcp.example.com}
${people}
${rollback}
items:
  - {id: one, title: One, check: http/responds, with: {url: "https://mcp.example.com/"}}
`,
});

describe('rollback: of a checklist', () => {
  it('says what people do, who, how long, and the command, with variables put in', async () => {
    const {checklist, text} = await linted(
      checklistOf(`rollback:
  decider: ops
  steps:
    - do: turn the flag of \${vars.host} off
      by: jd
      takes: 2m
    - {do: take the rule away, by: service, takes: 5m, command: "terraform apply -var host=\${vars.host}"}
    - do: tell everybody`),
    );
    expect(text).to.equal('');
    expect(checklist?.rollback).to.deep.equal({
      decider: 'ops',
      steps: [
        {do: 'turn the flag of mcp.example.com off', by: 'jd', takes: '2m', command: null},
        {do: 'take the rule away', by: 'service', takes: '5m', command: 'terraform apply -var host=mcp.example.com'},
        {do: 'tell everybody', by: null, takes: null, command: null},
      ],
    });
    expect(checklist?.values.map(({name}) => name)).to.deep.equal(['vars.host']);
  });

  it('is null where there is none', async () => {
    expect((await linted(checklistOf(''))).checklist?.rollback).to.equal(null);
  });

  it('says everything that is wrong at once, with what was probably meant', async () => {
    const {text} = await linted(
      checklistOf(`rollback:
  decider: opps
  steps:
    - {do: a, by: jdd, takes: 5 minutes}
    - {by: "serv\${vars.none}ice", comand: x}
    - {do: "", takes: 5}
  step: []`),
    );
    expect(text.split('\n').filter((line) => line.startsWith('checklist.yaml'))).to.deep.equal([
      'checklist.yaml:6:12: error: rollback.decider "opps" is neither a group under people: nor one of its members. Did you mean "ops"?',
      'checklist.yaml:8:19: error: rollback.steps[0].by "jdd" is neither a group under people: nor one of its members. Did you mean "jd"?',
      'checklist.yaml:8:31: error: rollback.steps[0].takes "5 minutes" is not a duration (<integer>(ms|s|m|h|d), for example 30s)',
      'checklist.yaml:9:7: error: rollback.steps[1].do is missing: What is done, as one says it to whoever does it',
      'checklist.yaml:9:17: error: vars.none is not set',
      'checklist.yaml:9:35: error: unknown key "comand" in rollback.steps[1]. Did you mean "command"?',
      'checklist.yaml:10:12: error: rollback.steps[2].do is an empty text',
      'checklist.yaml:10:23: error: rollback.steps[2].takes 5 is not a duration (<integer>(ms|s|m|h|d), for example 30s)',
      'checklist.yaml:11:3: error: unknown key "step" in rollback. Did you mean "steps"?',
    ]);
  });

  it('wants steps, and at least one', async () => {
    expect((await linted(checklistOf('rollback: {decider: ops}'))).text).to.contain('rollback.steps is missing');
    expect((await linted(checklistOf('rollback: {steps: []}'))).text).to.contain('rollback.steps');
    expect((await linted(checklistOf('rollback: later'))).text).to.contain('rollback');
  });

  it('takes any name where the file names no people', async () => {
    const {text, checklist} = await linted(checklistOf('rollback: {decider: dana, steps: [{do: a, by: sam}]}', ''));
    expect(text).to.equal('');
    expect(checklist?.rollback?.decider).to.equal('dana');
  });
});
