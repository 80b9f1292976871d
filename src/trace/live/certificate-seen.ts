import {haveSameNames} from '../../domain/certificates/certificate-names.ts';
import {isSameSerial} from '../../domain/certificates/serial.ts';
import {CannotTell, NoAnswer} from '../../model/errors.ts';
import type {PresentedCertificate} from '../../model/facts/wire/tls.ts';
import type {TraceHop} from '../../model/trace.ts';
import type {RequestToFollow} from '../traced-request.ts';
import {type AddressLook, type LiveWire, WITHIN_MS} from './look.ts';
import type {SeenAt} from './seen.ts';

/** Of a certificate that the listener may present, as ACM describes it. */
interface Configured {
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly notAfter: string | null;
  /** Null where ACM did not say. */
  readonly serial: string | null;
}

/** Whether each address presents a certificate that is accepted for the host, and the one that is configured. */
export async function certificatesSeen(
  wire: LiveWire,
  request: RequestToFollow,
  looks: readonly AddressLook[],
  hop: TraceHop,
): Promise<readonly SeenAt[]> {
  const reached = looks.filter(({exchange}) => (exchange?.connection?.tls ?? null) !== null);
  const leaves = await Promise.all(reached.map((look) => presentedAt(wire, request, look)));
  const serials = new Set(leaves.flatMap((leaf) => (leaf === null ? [] : [leaf.serial])));
  return reached.map(({address, exchange}, index): SeenAt => {
    const refusal = exchange?.refusal ?? null;
    if (refusal?.kind === 'certificate') {
      const status = hop.status === 'broken' ? 'as-configured' : 'differs';
      return {address, status, seen: refusal.message, fix: status === 'differs' ? FIX : null};
    }
    return {address, ...judged(leaves[index] ?? null, hop, serials.size === 1)};
  });
}

/** Of an accepted certificate. `isEverywhere`: all addresses present the same. */
function judged(leaf: PresentedCertificate | null, hop: TraceHop, isEverywhere: boolean): Omit<SeenAt, 'address'> {
  if (leaf === null)
    return {status: 'unknown', seen: 'a certificate that is accepted; which one does not show', fix: FIX};
  const seen = `${leaf.dnsNames.slice(0, 3).join(', ')}, until ${leaf.notAfter.slice(0, 10)}, serial ${leaf.serial}`;
  if (hop.status === 'broken') return {status: 'differs', seen: `${seen}: it is accepted`, fix: FIX};
  const configured = configuredBy(hop);
  if (configured.some(({serial}) => serial !== null && isSameSerial(serial, leaf.serial))) {
    return {status: 'as-configured', seen, fix: null};
  }
  const alike = configured.filter(({names}) => haveSameNames(names, leaf.dnsNames));
  if (configured.length > 0 && alike.length === 0) return {status: 'differs', seen, fix: FIX};
  // Of one whose serial number is not known: ACM has dates to the second, as the certificate.
  if (
    alike.some(
      ({notAfter, serial}) =>
        serial === null && notAfter !== null && Date.parse(notAfter) === Date.parse(leaf.notAfter),
    )
  ) {
    return {status: 'as-configured', seen, fix: null};
  }
  // Load balancers present a renewed certificate some hours after ACM has it.
  return {status: isEverywhere ? 'unknown' : 'differs', seen, fix: FIX};
}

function configuredBy({facts}: TraceHop): readonly Configured[] {
  return Array.isArray(facts.candidates) ? (facts.candidates as unknown as readonly Configured[]) : [];
}

/** Null: it did not show. */
async function presentedAt(
  wire: LiveWire,
  {shown: {host, port}}: RequestToFollow,
  {address, isPinned}: AddressLook,
): Promise<PresentedCertificate | null> {
  try {
    const {chain} = await wire.tls.handshake({
      ...{host, port, serverName: host, oldest: '1.2', newest: '1.3', keyType: null, alpn: ['h2', 'http/1.1']},
      ...(isPinned ? {address} : {}),
      withinMs: WITHIN_MS,
    });
    return chain[0] ?? null;
  } catch (thrown) {
    if (thrown instanceof CannotTell || thrown instanceof NoAnswer) return null;
    throw thrown;
  }
}

const FIX =
  'Compare serial number and dates with those of the certificate in ACM (the command by hand of the hop above), at each address; one that was renewed is presented some hours later.';
