# Completes storagex in bash. Load it with:  source <(storagex completion bash)
_storagex() {
    local word=${COMP_WORDS[COMP_CWORD]} line suggestions=()
    while IFS= read -r line; do
        # Options are only of interest after a dash; elsewhere a file name may stand.
        [[ $line == -* && $word != -* ]] || suggestions+=("$line")
    done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
    COMPREPLY=()
    ((${#suggestions[@]})) && mapfile -t COMPREPLY < <(compgen -W "${suggestions[*]}" -- "$word")
    return 0
}
complete -o default -F _storagex storagex
