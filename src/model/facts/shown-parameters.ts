import {REDACTED} from '../text/redact.ts';
import {isSecretParameter, showsHeader} from '../text/secret-names.ts';

/** Mappings that change the path or the Host that the load balancer's rules see. */
const DECIDES_THE_WAY = /^overwrite:path$|\.path\.|\.header\.host$/i;

const SETS_HEADER = /^(?:integration\.request\.header\.|(?:append|overwrite|remove):header\.)(.+)$/i;
const SETS_QUERY = /^(?:integration\.request\.querystring\.|(?:append|overwrite|remove):querystring\.)(.+)$/i;

/** `method.request.header.x`, `context.requestId`, `$request.path`: says where a value comes from, not what it is. */
const REFERENCE =
  /^(?:(?:method\.request|context|stageVariables)\.|\$\{?(?:request|context|stageVariables)\.)[\w.${}()[\]-]*$/;

/**
 * The mappings of an integration as they may be printed and written down: teams put a backend's keys into them as
 * literals, so that a header or a query parameter that may hold one is shown by its name alone.
 */
export function shownParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([to, value]) => [to, isShown(to, value) ? value : REDACTED]),
  );
}

function isShown(to: string, value: string): boolean {
  if (value === '' || DECIDES_THE_WAY.test(to) || REFERENCE.test(value)) return true;
  const header = SETS_HEADER.exec(to)?.[1];
  if (header !== undefined) return showsHeader(header);
  const parameter = SETS_QUERY.exec(to)?.[1];
  return parameter !== undefined && !isSecretParameter(parameter);
}
