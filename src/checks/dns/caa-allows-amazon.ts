import type {CaaObstacle} from '../../domain/certificates/caa.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {z} from '../../model/params.ts';
import {looksEvidence} from '../../readers/authority-looks.ts';
import {liveCaa} from '../../readers/live-caa.ts';

const NAME = /^(?:\*\.)?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i;
const name = z
  .string()
  .regex(NAME, {error: 'is not a name of a certificate, such as mcp.example.com or *.example.com'});

export const caaAllowsAmazon = defineCheck({
  id: 'dns/caa-allows-amazon',
  title: 'No CAA record keeps Amazon from issuing and renewing the certificate of a name',
  why: 'A CAA record that names other authorities lets everything work until the certificate has to be renewed, and then nothing does. It may be at the name, or at any name above it, in a zone of somebody else.',
  fix: 'Add `0 issue "amazon.com"` (`0 issuewild "amazon.com"` for a wildcard, where there are issuewild records) beside the CAA records that decide.',
  byHand: 'dig CAA <names>',
  links: ['https://www.rfc-editor.org/rfc/rfc8659', 'https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html'],
  holdsBecause: 'a certificate that was issued goes on being served until it ends',
  facts: ['names'],
  params: () => ({
    names: z
      .union([name, z.array(name).min(1).max(100)])
      .meta({description: 'The names of the certificate, `*.` allowed: one, or several'}),
  }),
  async run({names: given}, {names}) {
    const domains = [given].flat();
    const found = await Promise.all(domains.map((domain) => liveCaa(domain.toLowerCase(), names)));
    const place = domains.join(', ');
    const expected = 'CAA records that let Amazon issue, or none';
    const evidence = looksEvidence(found.flatMap(({looks}) => looks));
    const faults = found.flatMap(({domain, decidedAt, owners, judgement}) =>
      judgement.kind === 'forbids'
        ? [
            {
              what: `for ${domain} ${judgement.because} (at ${placeOf(decidedAt, owners)})`,
              fix: fixOf(domain, decidedAt, owners, judgement.by),
            },
          ]
        : [],
    );
    if (faults.length > 0) return fail({place, faults, expected, evidence});
    const unknown = found.flatMap(({domain, judgement, records}) =>
      judgement.kind === 'unknown' ? [{text: `for ${domain} ${judgement.because}`, isRead: records.length > 0}] : [],
    );
    if (unknown.length > 0) {
      const isRead = unknown.every((one) => one.isRead);
      throw new CannotTell(
        `${place}: ${[...new Set(unknown.map(({text}) => text))].join('; ')}`,
        isRead
          ? 'see whether Amazon meets these conditions; a CAA record `0 issue "amazon.com"` without any beside them lets it issue'
          : 'see what the name servers of the zone say: `dig CAA` of the name and of each name above it; an authority that gets no answer does not issue either',
        {transient: !isRead},
      );
    }
    const said = found.map(({domain, decidedAt, records}) =>
      decidedAt === null
        ? `no name from ${domain} upwards has CAA records`
        : `CAA ${records.join(', ')} at ${decidedAt} lets Amazon issue for ${domain}`,
    );
    return pass({place, actual: [...said, NOT_LOOKED_AT].join('; '), expected, evidence});
  },
});

/** Where a signed zone does not validate, no authority issues (CA/Browser Forum, Baseline Requirements, section 3.2.2.8). */
const NOT_LOOKED_AT = 'whether DNSSEC of these zones holds was not looked at';

function placeOf(decidedAt: string | null, owners: readonly string[]): string {
  const others = owners.filter((owner) => owner !== decidedAt);
  return others.length === 0 ? `${decidedAt}` : `${others.join(' and ')}, where CNAMEs of ${decidedAt} lead`;
}

function fixOf(domain: string, decidedAt: string | null, owners: readonly string[], by: CaaObstacle): string {
  const at = owners.join(' and ');
  if (by === 'critical') {
    return `Take the flag 128 from that CAA record of ${at}, or the record: authorities have to refuse what they do not know, whatever else is allowed.`;
  }
  const record = domain.startsWith('*.')
    ? '`0 issuewild "amazon.com"` where there are issuewild records, else `0 issue "amazon.com"`,'
    : '`0 issue "amazon.com"`';
  const isElsewhere = owners.some((owner) => owner !== decidedAt);
  return isElsewhere
    ? `Let whoever has ${at} add ${record} there, or let ${decidedAt} be no CNAME (an alias of Route 53 has CAA records beside it): a name with a CNAME has no CAA records of its own.`
    : `Add ${record} to the CAA records of ${at}, or ask whoever has that zone to.`;
}
