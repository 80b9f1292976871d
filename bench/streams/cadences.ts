/** With 1,000 streams, 200,000 events a second in total: more than any of the servers can send. */
export const SATURATING_MS = 5;
/** With 1,000 streams, 1,000 events a second in total: a server has time to spare, and to wake up costs the most. */
export const PACED_MS = 1000;
export const QUIET_MS = 3_600_000;
