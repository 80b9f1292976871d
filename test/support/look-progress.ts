import type {LookProgress} from '../../src/model/look-progress.ts';
import {STREAM} from './stream-reports.ts';

/** A look that waits for response headers, but for what the test says. */
export function lookProgress(differing: Partial<LookProgress> = {}): LookProgress {
  return {
    key: 'a',
    url: STREAM.url,
    address: null,
    protocol: 'h2',
    coding: 'identity',
    limits: {headersWithinMs: 15_000, holdForMs: 67_000, firstEventWithinMs: 10_000, heartbeatWithinMs: null},
    atMs: 0,
    phase: 'headers',
    status: null,
    headersAtMs: null,
    firstByteAtMs: null,
    firstEventAtMs: null,
    lastByteAtMs: null,
    dueAtMs: null,
    bytes: 0,
    events: 0,
    comments: 0,
    end: null,
    ...differing,
  };
}
