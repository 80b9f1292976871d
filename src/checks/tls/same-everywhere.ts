import {
  addressEvidence,
  commonText,
  differenceFaults,
  isAllSeen,
} from '../../domain/certificates/address-differences.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {addressParam, z} from '../../model/params.ts';
import {tlsPlaceParams} from '../../model/tls-params.ts';
import {lookAtEach} from '../../readers/address-looks.ts';

export const sameEverywhere = defineCheck({
  id: 'tls/same-everywhere',
  title: 'Every address of the host presents the same certificate and speaks the same protocols',
  why: 'A name has several addresses, and a client takes one of them: where one of three still has the old certificate, a third of the clients are refused, and whoever looks once sees nothing.',
  fix: 'Put the same certificate and the same settings on every server behind the name, or take the one that differs out of DNS.',
  byHand:
    'for a in $(dig +short <host> A; dig +short <host> AAAA); do echo "$a"; openssl s_client -connect "[$a]:<port>" -servername <host> </dev/null 2>/dev/null | openssl x509 -noout -serial -enddate; done',
  links: ['https://www.rfc-editor.org/rfc/rfc8305', 'https://www.rfc-editor.org/rfc/rfc9525'],
  facts: ['tls'],
  params: () => ({
    ...tlsPlaceParams(),
    addresses: z
      .array(addressParam('An IP address'))
      .min(1)
      .optional()
      .describe('The IP addresses that have to be alike; left out: those that the host has in DNS'),
  }),
  async run({addresses: named, ...where}, {tls}) {
    const {host, port} = where;
    const place = `${host}:${port}`;
    const expected = 'the same certificate, versions of TLS and ALPN at each address';
    const addresses = named ?? (await tls.addresses(host, port)).addresses;
    if (addresses === null) {
      const evidence = [{what: 'addresses', value: [], source: `DNS, ${host}`}];
      const fix = 'Create its record, or correct the name.';
      return fail({place, actual: 'there is no such name, or it has no address', expected, evidence, fix});
    }
    const {looks, unseen} = await lookAtEach(addresses, where, tls);
    const evidence = [{what: 'addresses', value: [...addresses], source: `DNS, ${host}`}, ...addressEvidence(looks)];
    const faults = differenceFaults(looks);
    if (faults.length > 0) return fail({place, faults, expected, evidence});
    if (unseen !== null) throw unseen;
    if (!isAllSeen(looks)) {
      throw new CannotTell(
        `${place}: not all that has to be alike was seen at each of its addresses`,
        'look at each with the command by hand: where a certificate of the client is required, it is not seen without one',
      );
    }
    return pass({place, actual: commonText(looks), expected, evidence});
  },
});
