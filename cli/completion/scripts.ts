/** A shell for which `cai completion` has a script. */
export type Shell = 'bash' | 'zsh' | 'fish';

/**
 * What a shell runs to complete `cai`. Each asks the program itself, by the hidden command `__complete`, for lines of a word, a
 * tab and a description, so that the scripts never grow old. Without an answer the shell offers files.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for cai
_cai() {
  local IFS=$'\\n' line
  COMPREPLY=()
  # bash splits words at "=", which the program does not
  local words="\${COMP_LINE:0:COMP_POINT}" typed=() current
  IFS=$' \\t' read -r -a typed <<< "$words"
  [[ "$words" == *[[:space:]] ]] && typed+=("")
  current="\${typed[\${#typed[@]}-1]}"
  while IFS= read -r line; do
    line="\${line%%$'\\t'*}"
    [[ "$current" == --*=* ]] && line="\${line#*=}"
    COMPREPLY+=("$line")
  done < <("\${typed[0]}" __complete -- "\${typed[@]:1}" 2> /dev/null)
}
complete -o default -F _cai cai
`,
  zsh: `#compdef cai
_cai() {
  local -a found lines
  local line
  lines=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  for line in "\${lines[@]}"; do
    [[ -n "$line" ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#found} )); then
    _describe cai found
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_cai" ]; then
  _cai
else
  compdef _cai cai
fi
`,
  fish: `# fish completion for cai
function __cai_complete
  set -l words (commandline -opc) (commandline -ct)
  $words[1] __complete -- $words[2..-1] 2> /dev/null
end
complete -c cai -n 'test -n "$(__cai_complete)"' -f -a '(__cai_complete)'
`,
};
