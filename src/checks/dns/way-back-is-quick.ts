import {authorityDoubt} from '../../domain/dns/authority-answers.ts';
import {ownTtlSeconds, serverText} from '../../domain/dns/served-addresses.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {NameLook, RecordType} from '../../model/facts/wire/names.ts';
import {durationParam, hostParam} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {ADDRESS_TYPES, authorityLooks, looksEvidence} from '../../readers/authority-looks.ts';

/** What browsers go by: they ask for HTTPS records beside the addresses. */
const CHANGED_TYPES: readonly RecordType[] = [...ADDRESS_TYPES, 'HTTPS'];

export const wayBackIsQuick = defineCheck({
  id: 'dns/way-back-is-quick',
  title: 'A change of the record reaches all clients within the time that a rollback may take',
  why: 'A rollback by DNS is over when the last resolver has forgotten what was there, and the last stream on the old way has ended: TTL and drain add up, and a resolver may keep an answer for longer than the zone says.',
  fix: 'Lower the TTL of the record (an alias of a load balancer has 60 s), and how long streams may go on; wait for one old TTL before the cutover.',
  byHand: 'dig +noall +answer <host> A; dig @1.1.1.1 +noall +answer <host> A',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html',
    'https://www.rfc-editor.org/rfc/rfc2181#section-5.2',
  ],
  facts: ['names'],
  holdsBecause: 'users are served while it holds: what is slow is the way back',
  params: () => ({
    host: hostParam('The host whose record a rollback changes'),
    within: durationParam('The longest time that the old answer may live after a change'),
    drain: durationParam(
      'How long what is open goes on after that: the longest stream of a task that is drained',
    ).optional(),
  }),
  async run({host: given, within, drain = 0}, {names}) {
    const host = given.toLowerCase();
    const authority = await authorityLooks(host, CHANGED_TYPES, names);
    const {looks} = authority;
    const doubts = [
      ...authority.doubts,
      ...looks.flatMap((look) => {
        const doubt = authorityDoubt(look);
        return doubt === null ? [] : [`${serverText(look.server)} ${doubt}${look.type === 'HTTPS' ? ' (HTTPS)' : ''}`];
      }),
    ];
    const expected = `an old answer that is gone within ${formatDuration(within)}`;
    const byAuthority = ttlOf(looks);
    if (byAuthority === null) {
      const why =
        doubts.length > 0 ? doubts.join('; ') : 'its name servers have no record of it, so there is nothing to keep';
      throw new CannotTell(
        `${host}: ${why}`,
        'look at a host that has a record, and see what does not answer: `dig +trace <host>`',
        {
          transient: doubts.length > 0,
        },
      );
    }
    // Only what all name servers have: a resolver that is asked for anything else remembers that there is nothing.
    const types = CHANGED_TYPES.filter((type) => looks.some((look) => look.type === type && isWorthAsking(look)));
    const lacking = looks.filter((look) => types.includes(look.type) && ttlOf([look]) === null);
    doubts.push(
      ...lacking.flatMap((look) =>
        authorityDoubt(look) === null ? [`${serverText(look.server)} has no ${look.type} record`] : [],
      ),
    );
    const resolvers = doubts.length > 0 ? [] : await names.resolvers();
    const ofResolvers = await Promise.all(
      resolvers.flatMap((server) => types.map((type) => names.ask(server, {name: host, type}))),
    );
    const longest = ofResolvers.toSorted((a, b) => (ttlOf([b]) ?? 0) - (ttlOf([a]) ?? 0))[0];
    const keptFor = longest === undefined ? 0 : (ttlOf([longest]) ?? 0);
    const ttlMs = 1000 * Math.max(byAuthority, keptFor);
    const sum = drain === 0 ? '' : ` + ${formatDuration(drain)} of drain`;
    const ttl = `TTL ${formatDuration(1000 * byAuthority)}`;
    const kept = `${longest === undefined ? '' : serverText(longest.server)} keeps it for ${formatDuration(1000 * keptFor)}`;
    const how = keptFor > byAuthority ? `${ttl} by its name servers, and ${kept}` : ttl;
    const actual = `the old answer lives for ${formatDuration(ttlMs + drain)} at most after a change (${how}${sum})`;
    const evidence = looksEvidence([...looks, ...ofResolvers]);
    const grounds = {place: host, expected, evidence, wayBack: `${host}: ${actual}`};
    if (ttlMs + drain > within) {
      const fix =
        keptFor > byAuthority
          ? `${kept}: it got the answer before the TTL was lowered, and then looks again in that time, or it keeps answers for longer than their TTL, which nobody else can change.`
          : `Lower the TTL of ${host} (\`ttl\` of \`aws_route53_record\`; an alias of a load balancer has 60 s), or the drain; \`within:\` is what a rollback may take.`;
      return fail({...grounds, faults: [{what: `${actual}, longer than ${formatDuration(within)}`, fix}]});
    }
    const unheard = ofResolvers.flatMap((look) => {
      const doubt = resolverDoubt(look);
      return doubt === null ? [] : [`${serverText(look.server)} ${doubt}`];
    });
    const unknown = [...doubts, ...new Set(unheard)];
    if (unknown.length > 0) {
      throw new CannotTell(
        `${host}: ${unknown.join('; ')}`,
        'see what does not answer; a resolver that need not be asked is left out of `resolvers:`',
        {
          transient: true,
        },
      );
    }
    return pass({...grounds, actual});
  },
});

/** Why a resolver does not say how long it keeps the answer, a predicate; null: it does. */
function resolverDoubt({answer, problem, type}: NameLook): string | null {
  if (answer === null) return `does not answer: ${problem?.message}`;
  if (answer.isTruncated) return 'gives only a part of its answer';
  if (!['NOERROR', 'NXDOMAIN'].includes(answer.rcode)) return `says ${answer.rcode}`;
  if (answer.answers.length > 0) return null;
  const left =
    answer.soa === null ? '' : `, and remembers that for ${formatDuration(1000 * answer.soa.negativeTtlSeconds)}`;
  return `says that there is no ${type} record${left}`;
}

/** Whether resolvers have something to keep: where a CNAME leads to no HTTPS record, they would only remember that. */
function isWorthAsking({answer, name, type}: NameLook): boolean {
  if (type !== 'HTTPS') return ownTtlSeconds(answer?.answers ?? [], name, type) !== null;
  return answer?.answers.some((record) => record.type === type && record.name === name) ?? false;
}

/** The longest that the host's own record may be kept; null: nobody has one. */
function ttlOf(looks: readonly NameLook[]): number | null {
  const ttls = looks.flatMap(({answer, name, type}) => ownTtlSeconds(answer?.answers ?? [], name, type) ?? []);
  return ttls.length === 0 ? null : Math.max(...ttls);
}
