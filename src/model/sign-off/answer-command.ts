import {type Checklist, type Item, type Manual, SECRET_VALUE, STDIN_NAME} from '../checklist.ts';
import {command} from '../text/shell.ts';

/** The folder in `signoffs/` for runs without an environment. */
export const DEFAULT_FOLDER = 'default';

const PLACE = /:\d+:\d+$/;

type Named = Pick<Checklist, 'file' | 'environment' | 'values'>;

/** Where the sign-offs of an item are, as the user names the checklist: `deploy/signoffs/prod/diagrams.yaml`. */
export function signOffPath({file, environment}: Pick<Checklist, 'file' | 'environment'>, item: string): string {
  const folder = file === STDIN_NAME ? '' : file.replace(/[^/\\]*$/, '');
  return `${folder}signoffs/${environment ?? DEFAULT_FOLDER}/${item}.yaml`;
}

/** The command that answers a question as it is asked in this environment and with these variables, for a shell. */
export function answerCommand(checklist: Named, {id}: Pick<Item, 'id'>, {evidence}: Pick<Manual, 'evidence'>): string {
  const words = [...checklistWords(checklist), ...(evidence === 'required' ? ['--evidence', 'URL'] : [])];
  return command`migrate-check signoff approve ${id} ${words}`.trimEnd();
}

/** The flags that name the checklist, the environment and the variables of the command line. */
function checklistWords({file, environment, values}: Named): string[] {
  const variables = values.flatMap(({name, value, source}) => {
    const variable = name.replace(/^vars\./, '');
    if (source !== '--var' || variable === name) return [];
    // A secret one is not shown.
    return option('--var', `${variable}=${value === SECRET_VALUE ? 'VALUE' : String(value)}`);
  });
  const files = new Set(
    values.flatMap(({name, source}) =>
      name.startsWith('vars.') && PLACE.test(source) && source.replace(PLACE, '') !== file
        ? [source.replace(PLACE, '')]
        : [],
    ),
  );
  return [
    ...(file === 'checklist.yaml' ? [] : option('--checklist', fileToType(file))),
    ...(environment === null ? [] : option('--env', environment)),
    ...variables,
    ...[...files].flatMap((name) => option('--var-file', fileToType(name))),
  ];
}

/** Stdin has no name that could be typed. */
function fileToType(file: string): string {
  return file === STDIN_NAME ? 'FILE' : file;
}

/** A value that begins like a flag would be taken for one. */
function option(flag: string, value: string): string[] {
  return value.startsWith('-') ? [`${flag}=${value}`] : [flag, value];
}
