using System.Text;
using System.Text.RegularExpressions;
using NNOptim.ExperimentFiles;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public partial class ExperimentFileDocumentTests
{
    private static readonly FileKeys keys = FileKeys.For(NetworkTrainable.Standard.Declaration);

    private const string Document = "docs/experiment-file.md";

    [Fact]
    public void The_tables_are_those_that_the_keys_make()
    {
        Published.Update(Document, WithTables);

        var text = Published.Read(Document);
        text.ShouldBe(WithTables(text), Published.HowToUpdate);
    }

    [Fact]
    public void Every_key_is_in_a_table()
    {
        var text = Published.Read(Document);

        keys.All.Where(key => !text.Contains($"<!-- keys:{key.Section} -->", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_smallest_file_is_valid()
    {
        var example = YamlBlock().Match(Published.Read(Document)).Groups["yaml"].Value;

        var result = new ExperimentFileReader().Read(example, Document);

        result.Errors.ShouldBeEmpty();
        ExperimentGrid.Count(result.Specification!).ShouldBe(6);
    }

    private static string WithTables(string text) =>
        Marked().Replace(text, match => $"<!-- keys:{match.Groups["section"].Value} -->\n{Table(match.Groups["section"].Value)}<!-- end -->");

    private static string Table(string section)
    {
        var table = new StringBuilder("| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        foreach (var key in keys.All.Where(key => key.Section == section))
        {
            var list = !key.TakesList ? "" : "; *list*";
            var kinds = key.Kinds.IsEmpty ? "" : $"{string.Join(", ", key.Kinds.Select(Choices.DatasetKinds.NameOf))}: ";
            var meaning = !key.Required ? "" : key.Substitute is { } other ? $"**Required** without `{other}`. " : "**Required.** ";
            var value = key.Default is null ? "" : $"`{key.Default}`";
            table.Append($"| `{key.Name}` | {key.Type.Allowed}{list} | {value} | {meaning}{kinds}{key.Description} |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex("<!-- keys:(?<section>[a-z.]*) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
