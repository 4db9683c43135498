# Completes storagex in fish. Load it with:  storagex completion fish | source
function __storagex_suggest
    set -l line (commandline -cp)
    set -l word (commandline -ct)
    set -l found (storagex "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -r -- '.+')
    # Options are only of interest after a dash; elsewhere a file name may stand.
    if not string match -q -- '-*' "$word"
        set found (string match -v -- '-*' $found)
    end
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c storagex -f -a '(__storagex_suggest)'
