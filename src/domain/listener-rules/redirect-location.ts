import type {RuleAction} from '../../model/facts/aws-facts.ts';

/** A request as a redirect fills its parts in. */
interface Redirected {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Without the `?`. */
  readonly query: string;
}

/**
 * The Location of a redirect action. Source: RedirectActionConfig of the ELBv2 API: `#{path}` stands for the path without
 * its leading slash.
 */
export function redirectLocation(
  action: Extract<RuleAction, {type: 'redirect'}>,
  {protocol, host, port, path, query}: Redirected,
): string {
  const fill = (text: string) =>
    text
      .replaceAll('#{protocol}', protocol)
      .replaceAll('#{host}', host)
      .replaceAll('#{port}', String(port))
      .replaceAll('#{path}', path.slice(1))
      .replaceAll('#{query}', query);
  const asked = fill(action.query);
  const origin = `${fill(action.protocol).toLowerCase()}://${fill(action.host)}:${fill(action.port)}`;
  return `${origin}${fill(action.path)}${asked === '' ? '' : `?${asked}`}`;
}
