import {UsageError} from '../model/errors.ts';

// Unreserved URL characters only: each hop that routes on a prefix would write its escapes differently.
const SEGMENT = /^[A-Za-z0-9._~-]+$/;

/**
 * A path prefix in its normal form: `''` for none, else a leading slash and no trailing one (`/jessica-service`).
 * @throws UsageError when it is not a plain path; `where` says where it was given.
 */
export function normaliseBasePath(text: string, where = 'BASE_PATH'): string {
  const path = text.trim().replace(/^\/|\/$/g, '');
  if (path === '') return '';
  const segments = path.split('/');
  if (segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..')) return `/${path}`;
  const found = JSON.stringify(text);
  throw new UsageError(
    `${found} is not a path of letters, digits, ".", "_", "~" and "-"; write it like /jessica-service, or leave it empty`,
    {code: 'bad-base-path', where},
  );
}
