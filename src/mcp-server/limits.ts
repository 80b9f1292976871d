/** What one client, or all of them, can take from the server. */
export interface Limits {
  /** Of a request's body. */
  readonly bodyBytes: number;
  /** Of a request's head, all headers together. */
  readonly headerBytes: number;
  /** Open at the same time. */
  readonly streams: number;
  readonly streamsPerAddress: number;
  /** MCP sessions of the 2025 revisions; one of HTTP+SSE lives as long as its stream. */
  readonly sessions: number;
  /** After so long without a request and an open stream a session is over. */
  readonly sessionIdleMs: number;
  /** What may wait for a client that does not read. */
  readonly backlogBytes: number;
  /** From the first byte of a request to the end of its head, and to the end of its body. */
  readonly headTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  streams: 10_000,
  streamsPerAddress: 2000,
  sessions: 2000,
  sessionIdleMs: 300_000,
  backlogBytes: 1024 * 1024,
  headTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
};
