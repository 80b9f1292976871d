/** What `schema` prints: the files of `schema/`. */
export const SCHEMA_NAMES = ['checklist', 'events', 'report', 'signoff', 'waivers'] as const;
