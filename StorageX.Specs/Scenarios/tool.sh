#!/usr/bin/env bash
# The program packed as a .NET tool, installed from the package alone, and started.
source "$(dirname "$0")/lib.sh"

repository=$(cd "$scenarios/../.." && pwd)

# The README's own command, in a home where no source of packages is known but the one that it names.
installs_as_the_readme_says() {
    local packages
    packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
    mkdir -p "$work/readme/.nuget/NuGet"
    echo '<configuration><packageSources><clear /></packageSources></configuration>' >"$work/readme/.nuget/NuGet/NuGet.Config"
    awk 'index($0, "## Install") {found = 1} found && /^```sh/ {inside = 1; next} inside && /^```/ {exit} inside' "$repository/README.md" >install.sh
    (cd "$repository" && NUGET_PACKAGES=$packages DOTNET_CLI_HOME=$work/readme bash -euo pipefail "$work/here/install.sh")
    [[ $("$work/readme/.dotnet/tools/storagex" --version) == "storagex "* ]]
}

is_installed() {
    echo '<configuration><packageSources><clear /></packageSources></configuration>' >nuget.config
    DOTNET_CLI_HOME=$work/home dotnet tool install storagex --tool-path "$work/tools" --add-source "$repository/artifacts" --configfile nuget.config
    [[ $("$work/tools/storagex" --version) == "storagex "* ]]
}

restores_a_file() {
    random 100000 >given
    "$work/tools/storagex" upload given >key
    "$work/tools/storagex" download @key - | cmp given -
}

# The median of eleven starts, in milliseconds.
start_time() {
    local i
    for ((i = 0; i < 11; i++)); do
        local before=${EPOCHREALTIME/./}
        "$1" --version >"$work/out"
        echo $(((${EPOCHREALTIME/./} - before) / 1000))
    done | sort -n | sed -n 6p
}

check "the README's command packs the program as a .NET tool and installs it" installs_as_the_readme_says
check "the tool is installed from its package alone, and runs" is_installed
check "the tool stores a file and restores it" restores_a_file
echo "# --version answers in $(start_time "$work/tools/storagex") ms (median of 11)"
