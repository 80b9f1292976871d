import type {CompletedCommand, CompletedFlag, Values} from './completed-commands.ts';

/**
 * For bash 4 or newer, with or without the package bash-completion. bash breaks words at `:` and `=`, so `--stage=cut` and
 * `json:rep` come in three pieces, which are put together again. Files are left to bash itself: it quotes them as it
 * quotes all others.
 */
export function bashCompletion(bin: string, commands: readonly CompletedCommand[]): string {
  const name = `_${bin.replaceAll('-', '_')}`;
  const topics = new Set(commands.filter(({words}) => words.length > 1).map(({words: [topic = '']}) => topic));
  const first = [...new Set(commands.map(({words: [word = '']}) => word))];
  return `# bash completion for ${bin}; made by \`${bin} completion bash\`
${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} i=$COMP_CWORD word command flag value
  case $cur in [:=]*) cur= ;; esac
  word=\${COMP_WORDS[i]}
  while [ "$i" -gt 1 ]; do
    case $word in [:=]*) ;; *) case \${COMP_WORDS[i-1]} in *[!:=]*) break ;; esac ;; esac
    i=$((i - 1)) word=\${COMP_WORDS[i]}$word
  done
  COMPREPLY=()
  if [ "$i" -le 1 ]; then
    ${reply(first)}
    return
  fi
  command=\${COMP_WORDS[1]}
  case $command in
${[...topics].map((topic) => topicCase(topic, commands)).join('\n')}
  esac
  case $word in
    --*=*) flag=\${word%%=*} value=\${word#*=} ;;
    -*) flag= value=$word ;;
    *) flag=\${COMP_WORDS[i-1]} value=$word ;;
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
# Of what is offered, what begins as the word does; what bash has of the word already is not said again.
${name}_reply() {
  local offered
  while IFS= read -r offered; do
    case $offered in
      "$value"*)
        offered=\${word%"$value"}$offered
        COMPREPLY+=("\${offered#"\${word%"$cur"}"}")
        ;;
    esac
  done <<<"$1"
}
complete -F ${name} ${bin}
`;

  function reply(words: readonly string[]): string {
    return `value=$word; ${name}_reply ${quotedLines(words)}`;
  }

  function topicCase(topic: string, all: readonly CompletedCommand[]): string {
    const under = all.flatMap(({words: [first, second]}) => (first === topic && second !== undefined ? [second] : []));
    return `    ${topic})
      if [ "$i" -eq 2 ]; then
        case $word in -*) ;; *) ${reply(under)} ;; esac
      else
        case \${COMP_WORDS[2]} in ${under.join('|')}) command="${topic} \${COMP_WORDS[2]}" ;; esac
      fi
      ;;`;
  }

  function commandCase({words, args, flags}: CompletedCommand): string {
    return `    ${quotedWord(words.join(' '))})
      case $flag in
${flagCases(flags).join('\n')}
      esac
      case $word in
        -*) ${reply(flags.map((flag) => `--${flag.name}`))} ;;
        *) ${args === null ? ':' : offer(args.values)} ;;
      esac
      ;;`;
  }

  /** Flags with the same values together. */
  function flagCases(flags: readonly CompletedFlag[]): string[] {
    const byOffer = new Map<string, string[]>();
    for (const {name: flag, value, values} of flags) {
      if (value === null) continue;
      const offered = offer(values);
      byOffer.set(offered, [...(byOffer.get(offered) ?? []), `--${flag}`]);
    }
    return [...byOffer].map(([offered, names]) => `        ${names.join('|')}) ${offered}; return ;;`);
  }

  function offer(values: Values): string {
    switch (values.kind) {
      case 'words':
        return `${name}_reply ${quotedLines(values.words.map(({word}) => word))}`;
      case 'files':
        return 'compopt -o default';
      case 'reporters':
        return `case $value in *:*) compopt -o default ;; *) ${name}_reply ${quotedLines(values.words.map(({word}) => word))} ;; esac`;
      case 'anything':
        return ':';
    }
  }
}

/** Words of ours, one a line, as one word of the shell. */
function quotedLines(words: readonly string[]): string {
  return `$'${words.join('\\n')}'`;
}

function quotedWord(text: string): string {
  return `'${text}'`;
}
