import {expect} from 'chai';
import {terraformDeclares} from '../../../src/checks/repo/terraform-declares.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {
  PlannedResource,
  TerraformPlan,
  TerraformProbe,
  TerraformResource,
} from '../../../src/model/facts/repo-facts.ts';
import type {Json} from '../../../src/model/outcome.ts';
import {worldOf} from '../../support/wire-facts.ts';

const ARN = `\${aws_lb_target_group.sse.arn}`;

const RULE: TerraformResource = {
  type: 'aws_lb_listener_rule',
  name: 'sse',
  body: {
    priority: 90,
    listener_arn: `\${var.listener_arn}`,
    action: [{type: 'forward', target_group_arn: ARN}],
    condition: [
      {path_pattern: [{values: ['/jessica-service/mcp/sse*']}]},
      {host_header: [{values: ['mcp.example.com']}]},
    ],
  },
};

/** One file of one folder, where nothing but the code says anything. */
function terraformOf(resources: readonly TerraformResource[]): TerraformProbe {
  const none = {problem: null, calls: [], variables: [], locals: []};
  const file = {file: 'alb.tf', isNamed: true, resources, ...none};
  return {
    code: async () => ({modules: [{folder: '.', files: [file]}]}),
    variable: async () => ({file: null, setTo: null}),
    plan: () => expect.fail('there is no plan'),
  };
}

function judge(params: Record<string, unknown>, resources: readonly TerraformResource[] = [RULE]) {
  const world = worldOf({terraform: terraformOf(resources)});
  return terraformDeclares.run(
    terraformDeclares.params.parse({files: '*.tf', type: 'aws_lb_listener_rule', ...params}),
    world,
  );
}

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => expect.fail(`gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

describe('repo/terraform-declares', () => {
  it('passes on a resource with these attributes and blocks', async () => {
    const attributes: Json = {
      priority: 90,
      action: {type: 'forward', target_group_arn: ARN},
      condition: {path_pattern: {values: ['/jessica-service/mcp/sse*']}},
    };
    const verdict = await judge({name: 'sse', attributes});
    expect(verdict).to.include({status: 'pass', summary: 'alb.tf: declares aws_lb_listener_rule.sse'});
  });

  it('is met by any one of several blocks', async () => {
    expect((await judge({attributes: {condition: {host_header: {values: ['mcp.example.com']}}}})).status).to.equal(
      'pass',
    );
  });

  it('fails on another value, and says where and which', async () => {
    const verdict = await judge({attributes: {priority: 91}});
    expect(verdict.summary).to.equal('alb.tf: aws_lb_listener_rule.sse: priority is 90, not 91');
  });

  it('fails on a list that is longer', async () => {
    const values = ['/jessica-service/mcp/sse*', '/x'];
    expect((await judge({attributes: {condition: {path_pattern: {values}}}})).status).to.equal('fail');
  });

  it('fails on an attribute that is not set', async () => {
    expect((await judge({attributes: {tags: {a: 'b'}}})).summary).to.contain('tags is not set');
  });

  it('cannot tell from an expression', async () => {
    const thrown = await thrownBy(judge({attributes: {listener_arn: 'arn:aws:x'}}));
    expect(thrown).to.be.instanceOf(CannotTell);
    expect(thrown).to.have.property('message').that.contains('listener_arn').and.contains('alb.tf');
  });

  it('fails all the same when another attribute is surely different', async () => {
    expect((await judge({attributes: {listener_arn: 'arn:aws:x', priority: 91}})).status).to.equal('fail');
  });

  it('passes when any resource of the type will do, whatever the others say', async () => {
    const other = {...RULE, name: 'other', body: {priority: `\${var.p}`}};
    expect((await judge({attributes: {priority: 90}}, [other, RULE])).status).to.equal('pass');
    expect(await thrownBy(judge({attributes: {priority: 91}}, [other, RULE]))).to.be.instanceOf(CannotTell);
  });

  it('fails when there is none of that type or name, and names what there is', async () => {
    expect((await judge({type: 'aws_lb_listener_rules'})).summary).to.contain('did you mean "aws_lb_listener_rule"?');
    expect((await judge({name: 'ssf'})).summary).to.contain('but aws_lb_listener_rule.sse');
  });

  it('count = 0 declares nothing', async () => {
    const none = {...RULE, body: {...RULE.body, count: 0}};
    expect((await judge({attributes: {priority: 90}}, [none])).status).to.equal('fail');
  });

  for (const [argument, value] of [
    ['count', '0'],
    ['for_each', {}],
    ['for_each', []],
    ['for_each', `\${toset([])}`],
  ] as const) {
    it(`${argument} = ${JSON.stringify(value)} declares nothing`, async () => {
      const none = {...RULE, body: {...RULE.body, [argument]: value}};
      const verdict = await judge({attributes: {priority: 90}}, [none]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.contain(`${argument} is ${JSON.stringify(value)}, not "at least one"`);
    });
  }

  for (const [argument, value] of [
    ['count', 1],
    ['for_each', {a: 1}],
    ['for_each', `\${toset(["a"])}`],
  ] as const) {
    it(`${argument} = ${JSON.stringify(value)} declares it`, async () => {
      const some = {...RULE, body: {...RULE.body, [argument]: value}};
      expect((await judge({attributes: {priority: 90}}, [some])).status).to.equal('pass');
    });
  }

  for (const [argument, value] of [
    ['count', `\${var.on ? 1 : 0}`],
    ['count', `\${local.zero}`],
    ['for_each', `\${var.hosts}`],
  ] as const) {
    it(`cannot tell from ${argument} = ${value}, and names it; another difference is sure`, async () => {
      const perhaps = {...RULE, body: {...RULE.body, [argument]: value}};
      const thrown = await thrownBy(judge({attributes: {priority: 90}}, [perhaps]));
      expect(thrown).to.be.instanceOf(CannotTell);
      expect(thrown)
        .to.have.property('message')
        .that.contains(`${argument} is ${JSON.stringify(value)}`);
      expect(thrown).to.have.property('fix').that.contains('terraform show -json');
      expect((await judge({attributes: {priority: 91}}, [perhaps])).status).to.equal('fail');
    });
  }

  it('takes aws_alb for aws_lb, in either place', async () => {
    const alias = {...RULE, type: 'aws_alb_listener_rule'};
    expect((await judge({name: 'sse', attributes: {priority: 90}}, [alias])).status).to.equal('pass');
    expect((await judge({type: 'aws_alb_listener_rule', attributes: {priority: 90}})).status).to.equal('pass');
    expect((await judge({type: 'aws_lb_listener'})).status).to.equal('fail');
  });

  it('takes a set in another order, and JSON in a heredoc, for what they mean', async () => {
    const body = {values: ['b', 'a'], policy: '{"Statement": [{"Effect": "Allow"}]}\n'};
    const resource = {...RULE, body};
    expect((await judge({attributes: {values: ['a', 'b']}}, [resource])).status).to.equal('pass');
    expect((await judge({attributes: {values: ['a', 'c']}}, [resource])).status).to.equal('fail');
    expect((await judge({attributes: {policy: {Statement: [{Effect: 'Allow'}]}}}, [resource])).status).to.equal('pass');
    expect((await judge({attributes: {policy: {Statement: [{Effect: 'Deny'}]}}}, [resource])).status).to.equal('fail');
  });

  it('makes the blocks of dynamic, where what it goes through is known', async () => {
    const content = [{path_pattern: [{values: [`/\${condition.value}/*`]}]}];
    const rule = (each: Json) => [{...RULE, body: {dynamic: {condition: [{for_each: each, content}]}}}];
    const attributes = {condition: {path_pattern: {values: ['/sse/*']}}};
    expect((await judge({attributes}, rule(['api', 'sse']))).status).to.equal('pass');
    expect((await judge({attributes}, rule(['api']))).status).to.equal('fail');
    expect((await judge({attributes}, rule([]))).status).to.equal('fail');
    expect(await thrownBy(judge({attributes}, rule(`\${var.names}`)))).to.be.instanceOf(CannotTell);
  });

  it('says which of several fits', async () => {
    const other = {...RULE, name: 'other', body: {priority: 91}};
    const verdict = await judge({attributes: {priority: 90}}, [other, RULE]);
    expect(verdict.summary).to.equal('alb.tf: declares aws_lb_listener_rule.sse; 1 of 2 that could be it fits');
  });

  it('cannot tell when no file could be read', async () => {
    const code = () => Promise.reject(new CannotTell('no file matches', 'x'));
    const world = worldOf({terraform: {...terraformOf([]), code}});
    const params = terraformDeclares.params.parse({files: ['*.tf'], type: 'aws_lb'});
    expect(await thrownBy(terraformDeclares.run(params, world))).to.be.instanceOf(CannotTell);
  });
});

const PLANNED: PlannedResource = {
  type: 'aws_lb_listener_rule',
  name: 'sse',
  address: 'module.alb.aws_lb_listener_rule.sse[0]',
  actions: ['create'],
  body: {
    ...{
      priority: 90,
      arn: '$' + '{(known after apply)}',
      tags: {token: '$' + '{(sensitive value)}', lit: 'a$$' + '{b}'},
    },
    ...{condition: [{path_pattern: [{values: ['/sse/*']}], host_header: []}], tags_all: null},
  },
};

describe('repo/terraform-declares, on a plan', () => {
  const asked: unknown[] = [];
  function judgePlan(params: Record<string, unknown>, changed: Partial<TerraformPlan> = {}) {
    const plan: TerraformPlan = {
      ...{path: 'plan.json', kind: 'plan', terraformVersion: '1.11.4', timestamp: '2026-11-29T14:46:13Z'},
      types: ['aws_lb', 'aws_lb_listener_rule'],
      resources: [PLANNED],
      ...changed,
    };
    const probe: TerraformProbe = {
      code: () => expect.fail('code was read'),
      variable: () => expect.fail('a variable was read'),
      plan: async (...which) => {
        asked.push(which);
        return plan;
      },
    };
    const given = {plan: 'plan.json', type: 'aws_lb_listener_rule', ...params};
    return terraformDeclares.run(terraformDeclares.params.parse(given), worldOf({terraform: probe}));
  }

  it('passes on what is planned, also in a module, and says of when it is', async () => {
    const attributes = {priority: 90, condition: {path_pattern: {values: ['/sse/*']}}, tags: {lit: 'a$' + '{b}'}};
    const verdict = await judgePlan({name: 'sse', attributes});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'plan.json: plans module.alb.aws_lb_listener_rule.sse[0] (create); the plan was made at 2026-11-29T14:46:13Z by Terraform 1.11.4, and code that changed since is not in it',
    );
    expect(asked.at(-1)).to.deep.equal(['plan.json', ['aws_lb_listener_rule', 'aws_alb_listener_rule']]);
    expect(verdict.evidence).to.deep.equal([
      {
        what: 'module.alb.aws_lb_listener_rule.sse[0]',
        value: {priority: 90, condition: PLANNED.body.condition, tags: PLANNED.body.tags},
        source: 'plan.json',
      },
    ]);
  });

  it('passes on null for what is not set', async () => {
    expect((await judgePlan({attributes: {tags_all: null}})).status).to.equal('pass');
  });

  it('passes on a state, which says nothing of what was not applied', async () => {
    const state = {kind: 'state', timestamp: null, resources: [{...PLANNED, actions: []}]} as const;
    const verdict = await judgePlan({attributes: {priority: 90}}, state);
    expect(verdict.summary).to.contain('holds module.alb').and.contain('code that was not applied is not in it');
  });

  it('fails on another value', async () => {
    const verdict = await judgePlan({attributes: {priority: 91}});
    expect(verdict).to.include({
      status: 'fail',
      summary: 'plan.json: module.alb.aws_lb_listener_rule.sse[0]: priority is 90, not 91',
    });
  });

  for (const action of ['delete', 'forget']) {
    it(`fails on what is planned to ${action}`, async () => {
      const verdict = await judgePlan({}, {resources: [{...PLANNED, actions: [action], body: {}}]});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.contain(
        action === 'delete' ? 'is planned to be deleted' : 'is planned to be forgotten',
      );
    });
  }

  it('takes a replacement for declared', async () => {
    const resources = [{...PLANNED, actions: ['delete', 'create']}];
    expect((await judgePlan({attributes: {priority: 90}}, {resources})).status).to.equal('pass');
  });

  it('cannot tell what is known after an apply, or is sensitive', async () => {
    const thrown = await thrownBy(judgePlan({attributes: {arn: 'arn:aws:x'}}));
    expect(thrown).to.be.instanceOf(CannotTell);
    expect(thrown).to.have.property('message').that.contains('arn is known after apply, not "arn:aws:x"');
    expect(await thrownBy(judgePlan({attributes: {tags: {token: 'x'}}})))
      .to.have.property('message')
      .that.contains('tags.token is sensitive, not "x"');
  });

  it('fails when it is not planned, and names what is', async () => {
    expect((await judgePlan({name: 'ssf'})).summary).to.contain(
      'no aws_lb_listener_rule "ssf" is planned, but module.alb.aws_lb_listener_rule.sse[0]',
    );
    const verdict = await judgePlan({type: 'aws_lb_listener_rules'}, {resources: []});
    expect(verdict.summary).to.contain('did you mean "aws_lb_listener_rule"?');
  });

  it('reads code or a plan, and not both', () => {
    const accepts = (given: object) => terraformDeclares.params.safeParse({type: 'aws_lb', ...given}).success;
    expect([accepts({files: '*.tf'}), accepts({plan: 'p.json'})]).to.deep.equal([true, true]);
    expect([accepts({}), accepts({files: '*.tf', plan: 'p.json'})]).to.deep.equal([false, false]);
  });
});
