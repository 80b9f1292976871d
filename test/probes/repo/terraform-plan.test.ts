import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {TerraformPlan} from '../../../src/model/facts/repo-facts.ts';
import {planIn} from '../../../src/probes/repo/terraform-plan.ts';

/** As Terraform 1.11.4 printed them. */
const read = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const PLAN = JSON.parse(read('plan.json'));
const STATE = JSON.parse(read('state.json'));

const KNOWN_LATER = `\${(known after apply)}`;
const HIDDEN = `\${(sensitive value)}`;

/** A plan changed in some of its members. */
const changed = (members: object) => JSON.stringify({...PLAN, ...members});

function planOf(text: string, ...types: string[]): TerraformPlan {
  const plan = planIn('plan.json', text, types);
  if ('problem' in plan) throw new Error(plan.problem);
  return plan;
}

function problemOf(text: string): string | null {
  const plan = planIn('plan.json', text, []);
  return 'problem' in plan ? plan.problem : null;
}

const REFUSED: Readonly<Record<string, readonly [text: string, problem: string]>> = {
  'what is not JSON': ['Terraform will perform', 'is not a JSON object'],
  'an empty file': ['', 'is empty'],
  'a list': ['[]', 'is not a JSON object'],
  'the log of a plan': [
    '{"@level":"info"}\n{"@level":"info"}\n',
    'is the log of `terraform plan -json`, and not the plan',
  ],
  'a state as it is stored': [
    '{"version": 4, "lineage": "a", "resources": []}',
    'is a state file as Terraform stores it',
  ],
  'some other JSON': ['{"version": 1}', 'is not of `terraform show -json`'],
  'a later format': [changed({format_version: '2.0'}), 'has format_version 2.0, and 1.x is what can be read'],
  'a plan that failed': [changed({errored: true, complete: false}), 'is a plan that ended with an error'],
  'a plan of a target': [changed({complete: false}), 'is a plan of a part, which says nothing of the rest (`-target`)'],
  'a plan that defers a change': [
    changed({deferred_changes: [{reason: 'instance_count_unknown'}]}),
    'is a plan that defers a change to another',
  ],
  'a plan that only refreshes': [
    changed({resource_changes: undefined, planned_values: {root_module: {}}}),
    'plans nothing for what is declared, as with `-refresh-only`',
  ],
  'no state': ['{"format_version": "1.0"}', 'holds neither a plan nor a state'],
};

describe("Terraform's JSON of a plan", () => {
  it('says when and by what it was made, and what it is about', () => {
    const {kind, terraformVersion, timestamp, types} = planOf(changed({}));
    expect([kind, terraformVersion, timestamp]).to.deep.equal(['plan', '1.11.4', '2026-11-29T14:46:13Z']);
    expect(types).to.deep.equal(['aws_lb_listener_rule', 'aws_lb_target_group']);
  });

  it('has the resources of a type, those of modules too, with values and actions', () => {
    const {resources} = planOf(changed({}), 'aws_alb_listener_rule', 'aws_lb_listener_rule');
    expect(resources.map(({address, name, actions}) => [address, name, actions])).to.deep.equal([
      ['aws_lb_listener_rule.sse[0]', 'sse', ['create']],
      ['module.alb["a"].aws_lb_listener_rule.in_module', 'in_module', ['create']],
      ['module.alb["b"].aws_lb_listener_rule.in_module', 'in_module', ['create']],
    ]);
    expect(resources.map(({body}) => body.priority)).to.deep.equal([90, 90, 91]);
  });

  it('marks what is known after an apply, also within', () => {
    const [rule] = planOf(changed({}), 'aws_lb_listener_rule').resources;
    expect(rule?.body.arn).to.equal(KNOWN_LATER);
    expect(rule?.body.action).to.have.nested.property('[0].target_group_arn', KNOWN_LATER);
    expect(rule?.body.action).to.have.nested.property('[0].type', 'forward');
  });

  it('leaves out what is sensitive, also where a provider copies it to, and escapes the rest', () => {
    const [group] = planOf(changed({}), 'aws_lb_target_group').resources;
    expect(group?.body.tags).to.deep.equal({lit: 'a$$' + '{b}', secret: HIDDEN});
    expect(group?.body.tags_all).to.deep.equal({lit: 'a$$' + '{b}', secret: HIDDEN});
    expect(JSON.stringify(planOf(changed({}), 'aws_lb_target_group'))).not.to.contain('hush');
  });

  it('leaves out a text with a secret in it, of a state too', () => {
    const {kind, timestamp, resources} = planOf(JSON.stringify(STATE), 'terraform_data');
    expect([kind, timestamp]).to.deep.equal(['state', null]);
    expect(resources[0]?.body.input).to.deep.equal({lit: 'x$$' + '{y}', n: 0, o: HIDDEN, s: HIDDEN, unset: null});
    expect(JSON.stringify(resources)).not.to.contain('hush');
  });

  it('leaves out data and what is left of a replaced resource', () => {
    const [first] = PLAN.resource_changes;
    const others = [
      {...first, mode: 'data'},
      {...first, deposed: '0011', change: {actions: ['delete'], after: null}},
    ];
    expect(planOf(changed({resource_changes: others}), first.type).resources).to.deep.equal([]);
  });

  it('takes a plan for nothing that is declared for what it is', () => {
    const nothing = {configuration: {root_module: {}}, resource_changes: undefined, planned_values: {root_module: {}}};
    expect(planOf(changed(nothing), 'aws_lb').resources).to.deep.equal([]);
  });

  for (const [name, [text, problem]] of Object.entries(REFUSED)) {
    it(`says that nothing can be learnt from ${name}`, () => {
      expect(problemOf(text)).to.equal(problem);
    });
  }
});
