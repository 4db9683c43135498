#compdef storagex
# Completes storagex in zsh. Load it with:  source <(storagex completion zsh)
_storagex() {
    local -a suggestions
    suggestions=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
    # Options are only of interest after a dash; elsewhere a file name may stand.
    [[ $PREFIX == -* ]] || suggestions=(${suggestions:#-*})
    suggestions=(${suggestions:#})
    if (( ${#suggestions} )); then
        compadd -- "${suggestions[@]}"
    else
        _files
    fi
}
if [[ ${funcstack[1]} == _storagex ]]; then
    _storagex "$@" # found on $fpath, under this name
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _storagex storagex
fi
