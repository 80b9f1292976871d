/** Rises when a field changes its meaning; a report of another version is not read. Apart from the schema, which is slow to load. */
export const REPORT_VERSION = 2 as const;
