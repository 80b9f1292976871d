import {isMarkdown, lookForHeading, lookForText, mayHoldComments} from '../../domain/repo/file-look.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import {fileParam, textParam, z} from '../../model/params.ts';

export const fileContains = defineCheck({
  id: 'repo/file-contains',
  title: 'A file contains a text or a heading',
  why: 'Runbooks and READMEs are read during an incident, when it is too late to write what is missing.',
  fix: 'Write it, or correct the path in the item.',
  byHand: 'cat -n <path>',
  links: ['https://spec.commonmark.org/0.31.2/#atx-headings', 'https://spec.commonmark.org/0.31.2/#setext-headings'],
  facts: ['files'],
  params: () =>
    z
      .strictObject({
        path: fileParam("The file, relative to the checklist's folder, and below it or a root").meta({
          examples: ['README.md'],
        }),
        text: textParam(
          'A text the file has to contain, letter by letter; in Markdown not only in a comment, unless it is the mark of one',
        )
          .meta({examples: ['rollback']})
          .optional(),
        heading: textParam(
          'A Markdown heading of any level with this text, as a reader sees it (without emphasis, code marks and link targets) or as it is written; in a block quote or list too, not in code, HTML or front matter',
        ).optional(),
      })
      .refine(({text, heading}) => text !== undefined || heading !== undefined, {
        path: ['text'],
        error: 'is missing, and so is `heading`: give at least one of them',
      }),

  async run({path, text, heading}, world) {
    const file = await world.files.read(path);
    const expected = [
      ...(text === undefined ? [] : [`the text ${JSON.stringify(text)}`]),
      ...(heading === undefined ? [] : [`the heading ${JSON.stringify(heading)}`]),
    ].join(' and ');
    if (file.text === null) {
      const fix = `Write the file ${path} with ${expected}, or correct its path in the item.`;
      return fail({place: path, actual: 'there is no such file', expected: `one with ${expected}`, evidence: [], fix});
    }
    if (heading !== undefined && !isMarkdown(path)) {
      throw new CannotTell(
        `${path}: is not Markdown by its name, and headings of nothing else are known`,
        'look for a `text`',
      );
    }
    const isParsed = heading !== undefined || (isMarkdown(path) && mayHoldComments(file.text));
    const {headings, comments} = isParsed ? await world.files.markdown(path) : {headings: null, comments: null};
    const looks = [
      ...(text === undefined ? [] : [lookForText(file.text, text, comments ?? [])]),
      ...(heading === undefined ? [] : [lookForHeading(headings ?? [], heading)]),
    ];
    const missing = looks.flatMap((look) => ('missing' in look ? [look.missing] : []));
    const evidence: Evidence[] = looks.flatMap((look) =>
      'line' in look ? [{what: look.what, value: `line ${look.line}`, source: `${path}:${look.line}`}] : [],
    );
    if (missing.length > 0) {
      const all = [...evidence, {what: 'file', value: `${file.text.split('\n').length} lines`, source: path}];
      const faults = missing.map((what) => ({what, fix: `Write it into ${path}, or correct the item.`}));
      return fail({place: path, faults, expected, evidence: all});
    }
    const actual = evidence.map(({what, value}) => `${what} in ${value}`).join(', ');
    return pass({place: path, actual, expected, evidence});
  },
});
