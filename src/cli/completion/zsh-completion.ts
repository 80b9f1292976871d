import type {CompletedCommand, CompletedFlag, Values, Word} from './completed-commands.ts';

/** For zsh's own completion system: as a file `_migrate-check` in `$fpath`, or sourced after `compinit`. */
export function zshCompletion(bin: string, commands: readonly CompletedCommand[]): string {
  const name = `_${bin.replaceAll('-', '_')}`;
  const lists = new Map<string, string>();
  const first = commands.filter(({words}) => words.length === 1);
  const cases = commands.map(commandCase);
  const topics = [...new Set(commands.flatMap(({words}) => (words.length > 1 ? words.slice(0, 1) : [])))];
  const script = `#compdef ${bin}
# zsh completion for ${bin}; made by \`${bin} completion zsh\`
${name}() {
  local curcontext="$curcontext" command
  local -a line state state_descr words_offered
  typeset -A opt_args
  _arguments -C '1:command:->command' '*::argument:->rest'
  case $state in
    command) ${list('command', wordsOf(first))} ;;
    rest)
      command=$words[1]
${topics.map(topicCase).join('\n')}
      case $command in
${cases.join('\n')}
      esac
      ;;
  esac
}
`;
  const functions = [...lists].map(([body, called]) => `${called}() {\n${body}\n}\n`).join('');
  return `${script}${functions}if [ "$funcstack[1]" = ${name} ]; then ${name} "$@"; else compdef ${name} ${bin}; fi\n`;

  function topicCase(topic: string): string {
    const under = commands.filter(({words}) => words[0] === topic && words.length > 1);
    const words = under.map(({words: [, second = ''], summary}) => ({word: second, what: summary}));
    return `      if [[ $command = ${topic} ]] && ((CURRENT == 2)) && [[ $PREFIX != -* ]]; then
        ${list('command', words)}
        return
      elif [[ $command = ${topic} && $words[2] = (${words.map(({word}) => word).join('|')}) ]]; then
        command="$words[1] $words[2]"
        shift words
        ((CURRENT--))
      fi`;
  }

  function commandCase({words, args, flags}: CompletedCommand): string {
    const specs = [...flags.map(spec), ...(args === null ? [] : [`*:${escaped(args.name)}:${action(args.values)}`])];
    return `        ${literal(words.join(' '))}) _arguments \\\n${specs.map((one) => `          ${literal(one)}`).join(' \\\n')} ;;`;
  }

  function spec({name: flag, summary, value, values, isOptional, isRepeatable}: CompletedFlag): string {
    const before = `${isRepeatable ? '*' : ''}--${flag}`;
    if (value === null) return `${before}[${escaped(summary)}]`;
    return `${before}=[${escaped(summary)}]:${isOptional ? ':' : ''}${escaped(value)}:${action(values)}`;
  }

  function action(values: Values): string {
    switch (values.kind) {
      case 'words':
        return list('value', values.words);
      case 'files':
        return '_files';
      case 'reporters':
        return listed(
          `  if compset -P '*:'; then\n    _files\n    return\n  fi\n${described('reporter', values.words)}`,
        );
      case 'anything':
        return ' ';
    }
  }

  /** The function that offers these words. */
  function list(tag: string, words: readonly Word[]): string {
    return listed(described(tag, words));
  }

  function listed(body: string): string {
    const called = lists.get(body) ?? `${name}_${lists.size + 1}`;
    lists.set(body, called);
    return called;
  }
}

function wordsOf(commands: readonly CompletedCommand[]): Word[] {
  return commands.map(({words, summary}) => ({word: words.join(' '), what: summary}));
}

function described(tag: string, words: readonly Word[]): string {
  const offered = words.map(({word, what}) => literal(what === '' ? escaped(word) : `${escaped(word)}:${what}`));
  return `  local -a offered=(\n${offered.map((one) => `    ${one}`).join('\n')}\n  )\n  _describe -t ${tag}s ${tag} offered`;
}

/** Colons and brackets have a meaning in what describes an argument. */
function escaped(text: string): string {
  return text.replace(/[\\:[\]]/g, '\\$&');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
