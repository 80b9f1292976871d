import type {ItemReport, Report} from '../../src/model/report.ts';
import {plainText} from '../../src/model/text/plain-text.ts';
import {CANONICAL} from './canonical-report.ts';

/**
 * What a server, a file or a person may put into a report, by what it would be if it were taken for more than text. Every
 * reporter is tried on each (`test/reports/hostile.test.ts`).
 */
export const HOSTILE: Readonly<Record<string, string>> = {
  'colours of a terminal': 'a\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b1mz',
  'the end of a section of XML': 'a]]>z',
  'the end of a comment': 'a-->z<!-- b',
  'the border of a cell': 'a | b || z',
  backticks: 'a `b` ``c`` ```d z',
  fences: 'a\n```\n~~~\n    z',
  'a command to a runner': '::error file=a,line=1::z',
  'a command on a line of its own': 'a\n::set-output name=b::c\n##[error]z',
  'percent signs': 'a%0A::error::b%0D%25z',
  'a script': '<script>alert(1)</script><img src=x onerror=alert(2)>z',
  'the ends of elements': 'a</text></svg></system-out></testcase></details>z',
  entities: 'a&amp;&lt;b&#0;&z;',
  quotes: `a"b'c="z`,
  'marks of direction': 'a\u202eb\u2066c\u200fz',
  'what cannot be seen': 'a\u200b\ufeff\u00ad\u{e0041}z',
  'control characters': 'a\u0000b\u0001\u0008\u000b\u000c\u001f\u007fz',
  'characters that are none': 'a\ufffe\uffff\ufdd0z',
  'half a character': 'a\ud800b\udc00z',
  'ends of lines': 'a\r\nb\rc\n\nd\u2028e\u2029\u0085z',
  'ends of heredocs': 'a\nEOF\nz\nverdict=proceed',
  'a very long line': `a${'long '.repeat(200)}z`,
  'a very long word': `a${'w'.repeat(1500)}z`,
  pictures: 'a 👩‍👩‍👧‍👦 🏳️‍🌈 é z',
  'letters from right to left': 'a שלום مرحبا z',
  'wide letters': 'a 負荷分散 z',
  'a directive of TAP': 'a # SKIP z',
  'another test of TAP': 'a\nok 2 - z\nBail out! b',
  'the end of a block of YAML': 'a\n  ...\n---\nz: *b',
  'a link': 'a [b](javascript:alert(1)) ![c](https://example.com/x.png) <https://example.com> z',
  'a heading and a list': '# a\n\n- b\n1. c\n\n| d |\n| - |\n\n***\nz',
  'the first of a list': '1. a z',
  'a formula': 'a $x^2$ $$y$$ z',
  emphasis: 'a *b* __c__ ~~d~~ z',
  'a mention': 'a @octocat #1 https://example.com z',
  'arguments of a message': 'a {0} {{1}} [b](1) z',
  'keys of objects': '{"__proto__": 1, "constructor": z}',
  'an empty text': '',
  blanks: '   ',
};

/** The canonical report with a text in every place where text from outside may be. */
export function reportSaying(text: string): Report {
  const items = CANONICAL.items.map((item) => itemSaying(item, text));
  const {decision, rollback, checklist} = CANONICAL;
  return {
    ...CANONICAL,
    overrides: [text],
    checklist: {...checklist, file: `checklist.yaml${text}`, title: text, environments: [text]},
    // Where it is empty there is none.
    environment: text || 'prod',
    vantage: text,
    accounts: CANONICAL.accounts.map((account) => ({...account, name: text, caller: text})),
    values: [{name: text, value: text, source: text}],
    staleWaivers: [{item: text, reason: text}],
    // Nor is a step of nothing, or with a command that is empty.
    rollback: rollback && {
      decider: text,
      steps: rollback.steps.map((step) => ({
        ...step,
        do: text.trim() || 'do',
        by: text,
        command: text.trim() || 'true',
      })),
    },
    decision: decision && {
      ...decision,
      reasons: decision.reasons.map((reason) => ({...reason, text})),
      skipped: decision.skipped.map((skipped) => ({...skipped, because: text})),
    },
    items,
  };
}

function itemSaying(item: ItemReport, text: string): ItemReport {
  const {path, manual, waiver, attempts, source} = item;
  return {
    ...item,
    path: path.map(() => text),
    manual: manual && {...manual, ask: text, approvers: [text], answerWith: text, file: text},
    tags: [text],
    summary: text,
    expected: text,
    actual: text,
    evidence: [
      {what: text, value: text, source: text},
      {what: text, value: {[text]: [text]}, source: text},
    ],
    fix: item.fix === null ? null : text,
    byHand: text,
    candidates: [{cause: text, because: text, fix: text, decidedBy: text}],
    wayBack: text,
    commonCause: item.commonCause === null ? null : text,
    attempts: attempts.map((attempt) => ({...attempt, summary: text})),
    waiver: waiver && {...waiver, reason: text, approver: text, ticket: text},
    staleWaiver: item.staleWaiver === null ? null : text,
    source: {...source, file: `checklist.yaml${text}`},
  };
}

/** How a text is to be read where it is on one line: nothing in it is invisible, no half a character is left. */
export function asRead(text: string): string {
  return plainText(text.toWellFormed(), Number.POSITIVE_INFINITY);
}
