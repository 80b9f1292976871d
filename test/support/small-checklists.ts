/** Checklists of an item or two, for what is started in a folder with a README.md that says "moved". */

export const HOLDS = `version: 1
title: Move it
inputs: {place: {}}
items:
  - id: written
    title: it is written down, here and at \${vars.place}
    check: repo/file-contains
    with: {path: README.md, text: moved}
`;

export const FAILS = HOLDS.replace('moved', 'left');

/** It cannot read a folder. */
export const CANNOT_TELL = HOLDS.replace('README.md', '.');

/** Nothing listens there, which users notice. */
export const REFUSED = `${HOLDS}  - id: served
    title: it answers
    check: http/responds
    with: {url: "http://127.0.0.1:9/"}
    needs: [written]
    confirm: {failures: 1, every: 10ms}
`;

export const UNANSWERED = `${HOLDS}  - id: agreed
    title: they agree
    manual: {ask: "Do they?", approvers: [ops]}
people: {ops: [mg]}
`;
