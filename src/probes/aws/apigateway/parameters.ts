import {REDACTED} from '../../../model/text/redact.ts';

/**
 * Teams put a backend's keys into mappings and templates as literals, so only those that decide where a request goes
 * are shown.
 */

/** Mappings that change the path or the Host that the load balancer's rules see. */
const DECIDES_THE_WAY = /^overwrite:path$|\.path\.|\.header\.host$/i;

/** `method.request.header.x`, `context.requestId`, `$request.path`: says where a value comes from, not what it is. */
const REFERENCE =
  /^(?:(?:method\.request|context|stageVariables)\.|\$\{?(?:request|context|stageVariables)\.)[\w.${}()[\]-]*$/;

export function shownParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([to, value]) => [
      to,
      DECIDES_THE_WAY.test(to) || REFERENCE.test(value) ? value : REDACTED,
    ]),
  );
}

/** From each template, the statements that override the request; of their literals only those of paths and the Host. */
export function shownTemplates(templates: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(templates).map(([type, template]) => [type, overridesOf(template)]));
}

function overridesOf(template: string): string {
  return template
    .split(/(?=#set)|\n/)
    .filter((statement) => statement.includes('requestOverride'))
    .map((statement) =>
      /requestOverride\.(?:path|header\.host)\b/i.test(statement)
        ? statement
        : statement.replace(/(["']).*?\1/g, `$1${REDACTED}$1`),
    )
    .join('\n');
}
