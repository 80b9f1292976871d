/** TEST-NET-1 of RFC 5737 is unused, so that a guard that fails to refuse reaches no one either. */
export const ELSEWHERE = '192.0.2.1';

/** What the guard says about it. */
export const REFUSED = /test guard: .* refused; tests touch loopback only/;
