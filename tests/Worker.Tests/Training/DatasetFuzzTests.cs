using NNOptim.Experiments;
using NNOptim.Tests.Common;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

/// <summary>A damaged data file is loaded or refused with a clear message, and takes no memory that it does not fill.</summary>
public class DatasetFuzzTests
{
    private const int Files = 300;
    private const long MostBytes = 32L << 20;
    private const int LongestError = 1000;

    [Fact]
    public void A_damaged_file_is_loaded_or_refused_with_clear_errors()
    {
        var loaded = 0;
        for (var seed = 0; seed < Files; seed++)
        {
            var damaged = DamagedDatasets.Damage(seed);
            using var data = new TemporaryFile(damaged.Data);
            using var labels = new TemporaryFile(damaged.Labels);
            var specification = new DatasetSpecification { Kind = damaged.Kind, Path = data.Path, LabelsPath = damaged.Kind == DatasetKind.Idx ? labels.Path : null };
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                DatasetLoader.Load(specification).Train.Inputs.ShouldAllBe(input => double.IsFinite(input));
                loaded++;
            }
            catch (DatasetException refusal)
            {
                refusal.Errors.ShouldNotBeEmpty();
                refusal.Errors.ShouldAllBe(error => error.Length < LongestError && !error.Contains('\n'), $"seed {seed}");
            }
            catch (Exception other) when (other is not ShouldAssertException)
            {
                throw new ShouldAssertException($"seed {seed}: {other}");
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes, $"seed {seed}");
        }

        // Damage in a value often gives another valid value. Both outcomes must occur.
        loaded.ShouldBeInRange(Files / 20, Files * 19 / 20);
    }
}
