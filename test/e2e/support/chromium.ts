export const CHROMIUM = '/usr/bin/chromium';

/** Without these it contacts hosts outside this machine, which are not reachable. */
export const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
