#!/usr/bin/env bash
# The program packed as a .NET tool, installed from the package alone, and started.
source "$(dirname "$0")/lib.sh"

repository=$(cd "$scenarios/../.." && pwd)

is_packed() { dotnet pack "$repository/StorageX.Host" -c Release -o "$work/packages" --nologo -v quiet; }

is_installed() {
    echo '<configuration><packageSources><clear /></packageSources></configuration>' >nuget.config
    DOTNET_CLI_HOME=$work/home dotnet tool install storagex --tool-path "$work/tools" --add-source "$work/packages" --configfile nuget.config
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

check "the program is packed as a .NET tool" is_packed
check "the tool is installed from its package alone, and runs" is_installed
check "the tool stores a file and restores it" restores_a_file
echo "# --version answers in $(start_time "$work/tools/storagex") ms (median of 11)"
