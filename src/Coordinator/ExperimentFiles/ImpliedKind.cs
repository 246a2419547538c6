using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Adds the kind of the data to a document that has only the path of the data.</summary>
internal static class ImpliedKind
{
    /// <summary>The document with the kind, if the name of the data file tells it.</summary>
    /// <param name="root">The document, without short forms and with the overrides.</param>
    /// <param name="isFolder">Whether a path of the document is a folder.</param>
    public static YamlItem Add(YamlItem root, Func<YamlText, bool> isFolder)
    {
        if (root is not YamlMapping document || document[DatasetKeys.Kind.Section] is not YamlMapping data
            || data[DatasetKeys.Kind.Name] is not null || data["path"] is not YamlText { IsEmpty: false, IsNull: false } path
            || DataFileNames.KindOf(path.Text, _ => isFolder(path)) is not { } kind)
        {
            return root;
        }

        var implied = new YamlEntry(path.At, DatasetKeys.Kind.Name, new YamlText(path.At, Choices.DatasetKinds.NameOf(kind)));
        var whole = data with { Entries = data.Entries.Add(implied) };
        return document with
        {
            Entries = [.. document.Entries.Select(entry => entry.Key == DatasetKeys.Kind.Section ? entry with { Value = whole } : entry)],
        };
    }
}
