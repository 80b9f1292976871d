/**
 * Questions about a listener at AWS's quota: 100 rules, each with 5 values, 5 wildcards and every kind of condition.
 * `prove`: dead rules, what a pattern of requests reaches, what the internet reaches. `evaluate`: 10,000 requests, one
 * by one.
 */
import {writeSync} from 'node:fs';
import {evaluateRules, type RoutedRequest} from '../src/domain/listener-rules/listener-rules.ts';
import {clientSources, exposure, proveAll, shadowsAmong} from '../src/domain/listener-rules/rule-sets.ts';
import type {ListenerRule, RuleCondition} from '../src/model/facts/aws-facts.ts';

const RULES = 100;
const REQUESTS = 10_000;

/** Neighbours overlap: they share a host, or one has a wildcard where the other has a word. */
function conditionsOf(i: number): RuleCondition[] {
  const team = i % 10;
  const conditions: RuleCondition[] = [
    {field: 'host-header', values: [`team-${team}*.*.example.com`], regexValues: []},
    {field: 'path-pattern', values: [`/service-${i}/*`, `/*/service-${i}?`], regexValues: []},
  ];
  const last: RuleCondition[] = [
    {field: 'http-request-method', values: ['GET', 'POST']},
    {field: 'http-header', name: `x-stage-${i % 3}`, values: ['canary', 'blue-*'], regexValues: []},
    {field: 'query-string', pairs: [{key: 'version', value: `v${i % 7}.*`}]},
    {field: 'source-ip', values: [`10.${i}.0.0/16`, '2001:db8::/32']},
  ];
  return [...conditions, last[i % last.length] as RuleCondition];
}

function rules(): ListenerRule[] {
  const rule = (priority: number | 'default', conditions: RuleCondition[], target: string): ListenerRule => ({
    arn: `arn:rule/${priority}`,
    priority,
    conditions,
    actions: [{type: 'forward', order: 1, targets: [{targetGroupArn: target, weight: 1}], stickinessSeconds: null}],
    transforms: [],
  });
  const all = Array.from({length: RULES - 1}, (_, i) => rule(i + 1, conditionsOf(i), `arn:target/${i}`));
  const again = rule(RULES, [...conditionsOf(7)], 'arn:target/again');
  return [...all, again, rule('default', [], 'arn:target/default')];
}

function prove(): string {
  const all = rules();
  const sources = clientSources({ipAddressType: 'dualstack'});
  const {dead, shadowed} = shadowsAmong(all);
  const asked: RuleCondition[] = [
    {field: 'source-ip', values: ['10.7.0.0/16']},
    {field: 'host-header', values: ['team-7.run.example.com'], regexValues: []},
    {field: 'path-pattern', values: ['/service-7/*'], regexValues: []},
  ];
  const {verdict} = proveAll(all, {within: asked}, (rule) => rule.priority === 8);
  const {reachable} = exposure(all, sources);
  return `${dead.length} dead, ${shadowed.length} shadowed, ${verdict}, ${reachable.length} reachable`;
}

function evaluate(): string {
  const all = rules();
  const requests = Array.from({length: REQUESTS}, (_, i): RoutedRequest => {
    return {
      host: `team-${i % 10}.run.example.com`,
      path: `/service-${i % 100}/page/${i}`,
      method: 'GET',
      sourceIp: '10.1.2.3',
      isWhole: true,
    };
  });
  const winners = new Set(requests.map((request) => evaluateRules(all, request).winner?.priority));
  return `${requests.length} requests, ${winners.size} rules`;
}

// Loading `console` and its streams takes longer than a tenth of the proofs.
writeSync(1, `${process.argv[2] === 'evaluate' ? evaluate() : prove()}\n`);
