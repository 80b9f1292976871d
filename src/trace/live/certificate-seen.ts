import type {TraceHop} from '../../model/trace.ts';
import type {AddressLook} from './look.ts';
import type {SeenAt} from './seen.ts';

/** Whether each address presents a certificate that is accepted for the host. */
export function certificatesSeen(looks: readonly AddressLook[], hop: TraceHop | undefined): readonly SeenAt[] {
  return looks.flatMap(({address, exchange}): SeenAt[] => {
    if ((exchange?.connection?.tls ?? null) === null) return [];
    const refusal = exchange?.refusal ?? null;
    if (refusal?.kind !== 'certificate') {
      const seen = 'a certificate that this machine accepts for the host';
      if (hop?.status === 'broken') return [{address, status: 'differs', seen, fix: FIX}];
      return [{address, status: 'unknown', seen: `${seen}; which one does not show`, fix: FIX}];
    }
    const status = hop?.status === 'broken' ? 'as-configured' : 'differs';
    return [{address, status, seen: refusal.message, fix: status === 'differs' ? FIX : null}];
  });
}

const FIX =
  'Compare serial number and dates with those of the certificate in ACM: by hand, as the hop above says, at each address.';
