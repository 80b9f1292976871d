/** Variables that are listed for the reader of a live run, which they leave live: a company's own CA, a proxy for calls of AWS. */
export const HARMLESS_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'https_proxy'] as const;

/** How a report lists such a variable. */
export function variableOverride(name: string): string {
  return `environment variable ${name}`;
}
