const UNIT_MS = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000} as const;
export const DURATION_PATTERN = /^(\d{1,15})(ms|s|m|h|d)$/;

/** How a duration is written wherever a person writes one. */
export const DURATION_SYNTAX = '<integer>(ms|s|m|h|d)';

/** Milliseconds of `250ms`, `5s`, `10m`, `24h`, `30d`; null when it is not a duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return null;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** The shortest exact writing below a minute to one decimal: `0 ms`, `340 ms`, `4.3 s`, `2 min 5 s`, `3 h 20 min`, `14 d`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const units: readonly (readonly [number, string])[] = [
    [UNIT_MS.d, 'd'],
    [UNIT_MS.h, 'h'],
    [UNIT_MS.m, 'min'],
    [UNIT_MS.s, 's'],
  ];
  let rest = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ');
}
