namespace NNOptim.Yaml;

/// <summary>The position of a text: a place in a file, or an option of the command line.</summary>
/// <param name="Source">The file's name, or <c>--set</c>.</param>
/// <param name="Line">The line, from 1; null outside a file.</param>
/// <param name="Column">The column, from 1; null outside a file.</param>
public readonly record struct SourceLocation(string Source, int? Line = null, int? Column = null);
