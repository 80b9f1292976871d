/** What the close code of a server says (RFC 6455, section 7.4, and the registry of IANA). */
interface CloseMeaning {
  /** A clause. */
  readonly says: string;
  readonly fix: string;
}

const MEANINGS: Readonly<Record<number, CloseMeaning>> = {
  1000: {
    says: 'the server was done with it',
    fix: 'See in the log of the service why it ends connections: an idle limit of its own, or a handler that returns.',
  },
  1001: {
    says: 'the server is going away: it stops, as in a deployment',
    fix: 'See whether a deployment was under way; then run again. Clients have to reconnect, and not all at once.',
  },
  1002: {
    says: 'the server takes what was sent for a breach of the protocol',
    fix: 'See the log of the service, and whether a hop in between changes frames.',
  },
  1003: {
    says: 'the server does not take this kind of data',
    fix: 'Send what the service expects (`send`), or nothing.',
  },
  1005: {
    says: 'the server closed it and did not say why',
    fix: 'See in the log of the service why it ends connections.',
  },
  1007: {
    says: 'the server takes what was sent for malformed',
    fix: 'Send what the service expects (`send`), or nothing.',
  },
  1008: {
    says: 'a policy of the server refuses it, often because a token is missing',
    fix: 'Send the credentials and the Origin that clients send (`headers`), or what the service expects first (`send`).',
  },
  1009: {says: 'a message was too large for the server', fix: 'Send a smaller message (`send`).'},
  1011: {
    says: 'the server failed, or did not get a pong to its ping in time',
    fix: 'See the log of the service at that time: an exception, or a keepalive that timed out.',
  },
  1012: {
    says: 'the service restarts',
    fix: 'See whether a deployment or a restart was under way; then run again. Clients have to reconnect, and not all at once.',
  },
  1013: {
    says: 'the server is overloaded and wants clients to come back later',
    fix: 'See the load and the limits of the service.',
  },
  1014: {
    says: 'a gateway got no good answer from the server behind it',
    fix: 'See what is behind the hop that answers as a gateway.',
  },
  3000: {
    says: 'the server does not know who connects',
    fix: 'Send the credentials that clients send (`headers`), or what the service expects first (`send`).',
  },
  3003: {
    says: 'the server forbids it',
    fix: 'Send the credentials and the Origin that clients send (`headers`), or what the service expects first (`send`).',
  },
};

export function closeMeaning(code: number): CloseMeaning {
  const known = MEANINGS[code];
  if (known !== undefined) return known;
  if (code >= 4000) {
    return {
      says: 'a code of the application',
      fix: 'See what the service means by it, and send what it expects first.',
    };
  }
  return {says: 'a code without a common meaning', fix: 'See in the log of the service why it ends connections.'};
}
