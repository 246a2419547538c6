using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>Experiment files with errors of every kind, most of them YAML errors.</summary>
internal static class DamagedFiles
{
    private const string Whole = """
        # An experiment.
        name: moons-optimizers
        description: "Which: optimiser?"
        dataset: {kind: moons, examples: 60, noise: 0.2, seed: 3}
        network:
          layers: [2, 5, 1]
          hidden_activation: relu
        training: &t
          epochs: 5
          record_every: 1
        grid:
          optimizer: [gd, momentum]
          learning_rate: {from: 0.1, to: 1, steps: 3}
          batch_size: [16, full]
          seed: 1..2
        """;

    private static readonly string[] fragments =
    [
        "{", "}", "[", "]", "&n ", "*n", "- ", ": ", ", ", "\t", "\n", "\n  ", "\"", "'", "|", "> ", "? ", "?", "!", "!!str ", "#", " #", "%", "@", "`",
        "\0", "\uFFFF", "\uD800", "\u0085", "\u2028", "\r", "---\n", "...\n", "~", "null", "<<: ", "\uFEFF", "\\", "0x1F", "1e999", "-1",
        "99999999999999999999", "\u001b[31m", "TRUE", "1..5", "{from: 1, to: 2, steps: 3}",
    ];

    /// <summary>The same 500 files at each run.</summary>
    public static IEnumerable<string> All => Damage.Apply(Whole.ReplaceLineEndings("\n"), fragments, 500);
}
