namespace NNOptim.MultiProcess.Tests;

/// <summary>Notes about an experiment file reach the user, and never the output for programs.</summary>
public sealed class NotesTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Notes_about_a_file_go_to_the_standard_error()
    {
        folder.Write("small.yaml", """
            name: small
            dataset: {kind: moons, examples: 40}
            network: {layers: [auto, 3, auto]}
            training: {epochs: 2}
            grid: {optimizer: gd, learning_rate: 0.1}
            """);

        using var program = await ProgramProcess.RunAsync(folder, 0, "run", "small.yaml", "--json");

        program.Error.ShouldContain("note: small.yaml:5:1: grid.batch_size: the default of 64 is above the 40 training examples, so it is 40");
        program.Output.ShouldNotContain("note:");
    }
}
