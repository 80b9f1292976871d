import type {NameLook} from '../../model/facts/wire/names.ts';
import {plainAddress} from '../network/plain-address.ts';
import {type AnswerFinding, authorityDoubt, type Wanted} from './authority-answers.ts';
import {timeText} from './resolver-answers.ts';
import {serverText} from './served-addresses.ts';
import {parseBinding, type ServiceBinding} from './service-bindings.ts';

/**
 * Whether the HTTPS records that an authority serves lead browsers to the load balancer: they connect to the addresses that a
 * record hints at (RFC 9460 section 7.3), whatever A and AAAA records say. A server that says nothing of this type changes
 * nothing: clients then go by the others.
 */
export function judgeBindingsServed(look: NameLook, wanted: Wanted): readonly AnswerFinding[] {
  if (authorityDoubt(look) !== null) return [];
  const records = (look.answer?.answers ?? []).filter(({type}) => type === 'HTTPS');
  return records.flatMap(({name, value}) => {
    const binding = parseBinding(value);
    const what = `${serverText(look.server)} gives an HTTPS record of ${name} (${value}), which`;
    if (binding === null) return [{kind: 'unknown', what: `${what} cannot be read`} as const];
    return findingsOn(binding, name, what, wanted);
  });
}

function findingsOn(
  {priority, target, params}: ServiceBinding,
  name: string,
  what: string,
  {own}: Wanted,
): readonly AnswerFinding[] {
  const fix = `Take the HTTPS record of ${name} out, or its \`ipv4hint\` and \`ipv6hint\`: a load balancer's addresses change, and browsers go by what the record says.`;
  if (target === '' && priority === 0) {
    return [{kind: 'wrong', fault: {what: `${what} says that there is no service at this name`, fix}}];
  }
  if (target !== '' && target !== name && !own.names.includes(target)) {
    return [{kind: 'unknown', what: `${what} sends browsers to ${target}, where nobody looked`}];
  }
  const hints = ['ipv4hint', 'ipv6hint'].flatMap((key) => params.get(key)?.split(',') ?? []).map(plainAddress);
  const outside = hints.filter((address) => !own.addresses.has(address));
  if (outside.length === 0) return spoken(what, name, params);
  const says = `${what} sends browsers to ${outside.join(', ')}`;
  if (outside.length < hints.length && !own.isWhole) {
    return [
      {
        kind: 'unknown',
        what: `${says}, beside addresses of the load balancer, whose name gives some of them at a time`,
      },
    ];
  }
  return [{kind: 'wrong', fault: {what: `${says}, which the load balancer does not have`, fix}}];
}

/** A port or protocols at which nobody looked, as the record has them. */
function spoken(what: string, name: string, params: ServiceBinding['params']): readonly AnswerFinding[] {
  const protocols = params.get('alpn') ?? '';
  if (params.has('no-default-alpn') && !/(^|,)(h2|http\/1\.1)(,|$)/.test(protocols)) {
    const fix = `Let the HTTPS record of ${name} name h2 or http/1.1 (\`alpn\`), or leave \`no-default-alpn\` out of it.`;
    const fault = {what: `${what} allows no protocol that a load balancer speaks (h2 or http/1.1)`, fix};
    return [{kind: 'wrong', fault}];
  }
  const port = params.get('port');
  if (port === undefined || port === '443') return [];
  return [{kind: 'unknown', what: `${what} sends browsers to port ${port}, where nobody looked`}];
}

/** What HTTPS records that a resolver has kept say otherwise than name servers do, a clause each. */
export function keptBindings(look: NameLook, wanted: Wanted): readonly string[] {
  const {answer, at} = look;
  if (answer?.rcode !== 'NOERROR') return [];
  const findings = judgeBindingsServed({...look, answer: {...answer, isAuthoritative: true}}, wanted);
  const ttls = answer.answers.flatMap(({type, ttlSeconds}) => (type === 'HTTPS' ? [ttlSeconds] : []));
  const until = `, and keeps that until ${timeText(Date.parse(at) + 1000 * Math.max(0, ...ttls))}`;
  return findings.flatMap((finding) => {
    if (finding.kind === 'wrong') return [`${finding.fault.what}${until}`];
    return finding.kind === 'unknown' ? [`${finding.what}${until}`] : [];
  });
}
