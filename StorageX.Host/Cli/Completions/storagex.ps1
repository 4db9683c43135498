# Completes storagex in PowerShell. Load it with:  storagex completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName storagex -ScriptBlock {
    param($word, $ast, $position)
    $line = $ast.ToString().PadRight($position - $ast.Extent.StartOffset)
    # Options are only of interest after a dash; elsewhere a file name may stand.
    storagex "[suggest:$($position - $ast.Extent.StartOffset)]" $line 2>$null |
        Where-Object { $_.Length -gt 0 -and ($word.StartsWith('-') -or -not $_.StartsWith('-')) } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
