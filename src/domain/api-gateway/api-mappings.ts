import type {ApiDomain, ApiMapping} from '../../model/facts/aws-facts.ts';

/**
 * Which API and stage a custom domain name leads a path to.
 * Source: the API Gateway developer guide (API mappings, routing rules).
 */

export interface MappingChoice {
  /** Null when nothing is mapped there, and when that is not certain. */
  readonly mapping: ApiMapping | null;
  /** False where routing rules decide, which are not read. */
  readonly isSure: boolean;
  readonly stage: string;
  /** The path within the API: without base path, and without the stage where the path names it. */
  readonly path: string;
  readonly because: string;
}

/** The longest base path wins, in whole segments; the empty one takes the rest. */
export function chooseMapping(domain: ApiDomain, mappings: readonly ApiMapping[], path: string): MappingChoice {
  if (domain.routingMode !== null && domain.routingMode !== 'API_MAPPING_ONLY') {
    return {...nothing, isSure: false, because: `routing rules of ${domain.name} decide first, and they are not read`};
  }
  const mapping = mappings
    .filter(({basePath}) => basePath === '' || `${path}/`.startsWith(`/${basePath}/`))
    .toSorted((a, b) => b.basePath.length - a.basePath.length)[0];
  if (mapping === undefined) {
    const known = mappings.map(({basePath}) => `/${basePath}`).join(', ') || 'none';
    return {...nothing, because: `no base path of ${domain.name} begins ${path}; there are: ${known}`};
  }
  const rest = mapping.basePath === '' ? path : path.slice(mapping.basePath.length + 1) || '/';
  const because = `base path /${mapping.basePath} is the longest that begins ${path}`;
  if (mapping.stage !== '') return {mapping, isSure: true, stage: mapping.stage, path: rest, because};
  // A mapping without a stage leaves it to the caller to name it first.
  const [, stage = '', ...segments] = rest.split('/');
  return {mapping, isSure: true, stage, path: `/${segments.join('/')}`, because};
}

const nothing = {mapping: null, isSure: true, stage: '', path: ''} as const;
