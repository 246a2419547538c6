using System.CommandLine;
using System.CommandLine.Completions;

namespace NNOptim.Cli;

/// <summary><c>nnoptim completion SHELL</c>: prints a shell script that completes commands, options, ids and names. The script calls this program.</summary>
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
                [[ -z "$word" && "$candidate" == -* ]] && continue
                [[ "${candidate,,}" == "${word,,}"* ]] && COMPREPLY+=("$(printf '%q' "$candidate")")
              done < <(nnoptim "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            }
            complete -o default -F _nnoptim nnoptim
            """),
        ("zsh", """
            #compdef nnoptim
            # nnoptim completion zsh > a folder of $fpath, as _nnoptim; or: source <(nnoptim completion zsh)
            _nnoptim() {
              local -a candidates
              candidates=("${(@f)$(nnoptim "[suggest:${#BUFFER[1,CURSOR]}]" "$BUFFER" 2>/dev/null)}")
              [[ -z "$PREFIX" ]] && candidates=("${(@)candidates:#-*}")
              [[ -n "$candidates" ]] && compadd -a candidates || _files
            }
            if [[ "$funcstack[1]" == _nnoptim ]]; then _nnoptim "$@"; else compdef _nnoptim nnoptim; fi
            """),
        ("fish", """
            # nnoptim completion fish > ~/.config/fish/completions/nnoptim.fish
            function __nnoptim_complete
              set -l line (commandline -cp)
              set -l word (commandline -ct)
              set -l found (nnoptim "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
              if test -z "$word"
                set found (string match -v -- '-*' $found)
              else
                set found (string match -i -r -- '^'(string escape --style=regex -- $word)'.*' $found)
              end
              if test (count $found) -gt 0
                printf '%s\n' $found
              else
                __fish_complete_path $word
              end
            end
            complete -c nnoptim -f -a '(__nnoptim_complete)'
            """),
        ("pwsh", """
            # nnoptim completion pwsh | Out-String | Invoke-Expression    (in $PROFILE)
            Register-ArgumentCompleter -Native -CommandName nnoptim -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $line = "$commandAst".PadRight($cursorPosition)
                nnoptim "[suggest:$cursorPosition]" "$line" 2>$null |
                    Where-Object { $_ -like "$wordToComplete*" -and ($wordToComplete -or $_ -notlike '-*') } |
                    ForEach-Object {
                        $text = if ($_ -match '\s') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
                        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
                    }
            }
            """),
    ];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { HelpName = "SHELL", Description = $"One of {string.Join(", ", Scripts.Select(script => script.Shell))}." };
        shell.CompletionSources.Add(_ => Scripts.Select(script => new CompletionItem(script.Shell)));
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Scripts.All(script => script.Shell != text))
            {
                result.AddError($"shell: '{text}' is not allowed; give one of {string.Join(", ", Scripts.Select(script => script.Shell))}.");
            }
        });
        var command = new Command("completion", "Prints a shell script that completes commands, options, and the ids and names of experiments.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(Scripts.Single(script => script.Shell == parsed.GetRequiredValue(shell)).Script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
