using System.CommandLine;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim completion SHELL</c>: prints what makes a shell complete verbs, options, ids and names. The shell asks the program itself.</summary>
internal static class CompletionCommand
{
    private static readonly (string Shell, string Script)[] Scripts =
    [
        ("bash", """
            # nnoptim completion bash > ~/.local/share/bash-completion/completions/nnoptim
            _nnoptim() {
              local word="${COMP_WORDS[COMP_CWORD]}" candidate
              COMPREPLY=()
              while IFS= read -r candidate; do
                [[ "${candidate,,}" == "${word,,}"* ]] && COMPREPLY+=("$(printf '%q' "$candidate")")
              done < <(nnoptim "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            }
            complete -o default -F _nnoptim nnoptim
            """),
        ("zsh", """
            #compdef nnoptim
            # nnoptim completion zsh > a folder of $fpath, as _nnoptim
            _nnoptim() {
              local -a candidates
              candidates=("${(@f)$(nnoptim "[suggest:${#BUFFER[1,CURSOR]}]" "$BUFFER" 2>/dev/null)}")
              [[ -n "$candidates" ]] && compadd -a candidates || _files
            }
            compdef _nnoptim nnoptim
            """),
        ("fish", """
            # nnoptim completion fish > ~/.config/fish/completions/nnoptim.fish
            complete -c nnoptim -a '(nnoptim "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
            """),
        ("pwsh", """
            # nnoptim completion pwsh | Out-String | Invoke-Expression    (in $PROFILE)
            Register-ArgumentCompleter -Native -CommandName nnoptim -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                nnoptim "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                    $text = if ($_ -match '\s') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
                    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
                }
            }
            """),
    ];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { HelpName = "SHELL", Description = $"One of {string.Join(", ", Scripts.Select(script => script.Shell))}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Select(script => script.Shell)]);
        var command = new Command("completion", "Prints a script that makes a shell complete verbs, options, and experiments' ids and names.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(Scripts.Single(script => script.Shell == parsed.GetRequiredValue(shell)).Script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
