using System.CommandLine;
using System.CommandLine.Parsing;

namespace NNOptim.Hosting.Programs;

/// <summary>Finds options and arguments that were given an empty text. Only free text may be empty.</summary>
public static class EmptyValues
{
    private const string FreeText = "TEXT";

    /// <summary>The errors of a command line, one per line.</summary>
    public static IEnumerable<string> ErrorsOf(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return ErrorsFrom(parsed.CommandResult);
    }

    private static IEnumerable<string> ErrorsFrom(CommandResult innermost)
    {
        for (SymbolResult? level = innermost; level is CommandResult command; level = level.Parent)
        {
            foreach (var error in command.Children.Select(ErrorOf).OfType<string>())
            {
                yield return error;
            }
        }
    }

    private static string? ErrorOf(SymbolResult given) => given switch
    {
        OptionResult { Option: var option } => ErrorOf(option.Name, option.HelpName, given),
        ArgumentResult { Argument: var argument } => ErrorOf(argument.Name, argument.HelpName, given),
        _ => null,
    };

    private static string? ErrorOf(string name, string? placeholder, SymbolResult given) =>
        placeholder != FreeText && given.Tokens.Any(token => token.Value.Length == 0)
            ? $"{name}: the value is empty; give {placeholder ?? "one"}."
            : null;
}
