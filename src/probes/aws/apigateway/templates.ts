import {REDACTED} from '../../../model/text/redact.ts';

/**
 * From each template, the statements that override the request: teams put a backend's keys into templates as literals,
 * so of these only those of paths and the Host are kept.
 */
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
