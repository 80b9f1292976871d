import type {TracesWanted} from '../../app/run-checklist.ts';
import type {Checklist} from '../../model/checklist.ts';
import {requestFromFlags} from '../operator/request-from-flags.ts';
import type {VerdictFlags, WhereFlags} from '../run/run-flags.ts';
import {searchScopeOf} from './accounts-and-regions.ts';

/**
 * The requests of `--trace`, to be followed in the accounts of the checklist.
 * @throws UsageError for a URL without a host name.
 */
export function tracesWanted(
  checklist: Checklist,
  {trace = [], region, profile}: VerdictFlags & Partial<WhereFlags>,
): TracesWanted {
  const read = trace.map((url) => requestFromFlags(url, {method: 'GET', header: [], 'source-ip': undefined}));
  return {
    requests: read.map(({request}) => request),
    secrets: read.flatMap(({secrets}) => secrets),
    scope: searchScopeOf(checklist, {region, profile}),
  };
}
