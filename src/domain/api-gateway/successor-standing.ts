/** What there is of a successor in the new way. `doubt`: that it is there is not known. */
export type Standing =
  | {readonly kind: 'there'; readonly what: string; readonly source: string}
  | {readonly kind: 'missing'; readonly what: string; readonly fix: string}
  | {readonly kind: 'doubt'; readonly what: string; readonly fix: string};

export function missing(what: string, fix: string): Standing {
  return {kind: 'missing', what, fix};
}

export function inDoubt(what: string, fix: string): Standing {
  return {kind: 'doubt', what, fix};
}
