import {type Handshake, TLS_VERSIONS, type TlsVersion} from '../../model/facts/wire/tls.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {refusalFault} from './handshake-refusal.ts';
import {presentedEvidence} from './presented-certificate.ts';
import {spokenVersions} from './spoken-versions.ts';

/** What came of the handshakes with one address of a host. */
export interface AddressLooks {
  readonly address: string;
  readonly looks: Looks;
}

type Looks = Readonly<Partial<Record<TlsVersion | 'browser' | 'unnamed', Handshake>>>;

/** What has to be alike. */
interface Aspect {
  /** What an address does, as a clause without its subject; null: that was not seen. */
  readonly of: (looks: Looks) => string | null;
  readonly fix: string;
}

const ASPECTS: readonly Aspect[] = [
  {
    of: ({browser}) => leafText(browser, 'presents'),
    fix: 'Put the certificate on every server behind the name, and reload each of them.',
  },
  {
    of: ({unnamed}) =>
      unnamed !== undefined && unnamed.refusal !== null
        ? `refuses clients that send no name (${unnamed.refusal.code ?? unnamed.refusal.kind})`
        : leafText(unnamed, 'presents, to clients that send no name (SNI),'),
    fix: 'Give every server behind the name the same default certificate.',
  },
  {
    of: (looks) =>
      TLS_VERSIONS.every((version) => looks[version] !== undefined)
        ? `speaks TLS ${spokenVersions(looks).join(' and ') || 'in no version'}`
        : null,
    fix: 'Give every server behind the name the same versions of TLS.',
  },
  {
    of: ({browser}) => (browser?.agreed ? `agrees to ${browser.agreed.alpn ?? 'nothing'} by ALPN` : null),
    fix: 'Give every server behind the name the same protocols (ALPN).',
  },
  {
    of: ({browser}) => (browser?.agreed ? chainText(browser) : null),
    fix: 'Let every server behind the name send the same intermediates.',
  },
  {
    of: ({browser}) => (browser?.agreed ? CLIENT_CERTIFICATES[browser.clientCertificate] : null),
    fix: 'Let every server behind the name ask the same of its clients.',
  },
];

const CLIENT_CERTIFICATES = {
  'not-asked': 'asks for no certificate of the client',
  asked: 'asks for a certificate of the client',
  required: 'requires a certificate of the client',
} as const;

function leafText(look: Handshake | undefined, presents: string): string | null {
  const [leaf] = look?.chain ?? [];
  if (leaf === undefined) return null;
  const name = leaf.dnsNames[0] ?? leaf.ipAddresses[0] ?? leaf.subject;
  return `${presents} the certificate of ${name} with serial ${leaf.serial}, valid until ${leaf.notAfter}`;
}

function chainText({chain}: Handshake): string {
  const above = chain.slice(1).map(({subject}) => subject);
  return above.length === 0 ? 'sends its certificate alone' : `sends its certificate with ${above.join(' and ')}`;
}

/**
 * What is not alike at all addresses, and which of them do not answer at all.
 *
 * @throws {CannotTell} when it was this machine that did not complete a handshake.
 */
export function differenceFaults(all: readonly AddressLooks[]): readonly Fault[] {
  const refused = all.flatMap(({address, looks}) => {
    const fault = looks.browser === undefined ? null : refusalFault(looks.browser, true);
    return fault === null ? [] : {...fault, what: `at ${address}: ${fault.what}`};
  });
  return [...refused, ...ASPECTS.flatMap((aspect) => differenceIn(aspect, all) ?? [])];
}

/** The few are said against the many; where there is no majority, all of them. */
function differenceIn({of, fix}: Aspect, all: readonly AddressLooks[]): Fault | null {
  const said = all.flatMap(({address, looks}) => {
    const text = of(looks);
    return text === null ? [] : {address, text};
  });
  const groups = [...Map.groupBy(said, ({text}) => text)]
    .map(([text, members]) => ({text, addresses: members.map(({address}) => address)}))
    .sort((a, b) => a.addresses.length - b.addresses.length);
  if (groups.length < 2) return null;
  const what = groups.map(({text, addresses}) => `at ${addresses.join(' and ')} it ${text}`).join(', but ');
  return {what, fix};
}

/** Whether all that has to be alike was seen at every address. */
export function isAllSeen(all: readonly AddressLooks[]): boolean {
  return all.every(({looks}) => ASPECTS.every(({of}) => of(looks) !== null));
}

/** What they have in common, once nothing differs. */
export function commonText([first, ...others]: readonly AddressLooks[]): string {
  if (first === undefined) return '';
  const [presents, , speaks, agrees] = ASPECTS.map(({of}) => of(first.looks));
  const who = others.length === 0 ? `its one address ${first.address}` : `each of its ${others.length + 1} addresses`;
  return `${who} ${presents}, ${speaks}, and ${agrees}`;
}

export function addressEvidence(all: readonly AddressLooks[]): readonly Evidence[] {
  return all.flatMap(({address, looks: {browser}}) =>
    browser === undefined || browser.chain.length === 0 ? [] : presentedEvidence(browser, `presented by ${address}`),
  );
}
