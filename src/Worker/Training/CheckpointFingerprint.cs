using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>Ties a checkpoint to its runs and data, so that it is never resumed with others.</summary>
internal static class CheckpointFingerprint
{
    /// <summary>
    /// SHA-256 of all that decides the runs' numbers: their hyperparameters and the training examples themselves. Where
    /// the data came from is left out, so that a checkpoint may be resumed on a machine that keeps them elsewhere.
    /// </summary>
    public static byte[] Of(IReadOnlyList<RunSpecification> runs, Dataset data)
    {
        using var text = new MemoryStream();
        using (var writer = new BinaryWriter(text))
        {
            foreach (var run in runs)
            {
                Write(writer, run);
            }

            writer.Write(data.Features);
            writer.Write(data.Classes);
            writer.Write((int)data.Task);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(text.ToArray());
        hash.AppendData(MemoryMarshal.AsBytes(data.Inputs.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(data.Labels.AsSpan()));
        return hash.GetHashAndReset();
    }

    private static void Write(BinaryWriter writer, RunSpecification run)
    {
        writer.Write(run.Network.Layers.Length);
        foreach (var width in run.Network.Layers)
        {
            writer.Write(width);
        }

        writer.Write((int)run.Network.HiddenActivation);
        writer.Write((int)run.Network.Initializer);
        writer.Write((int)run.Network.Loss);
        writer.Write((int)run.Optimizer.Kind);
        writer.Write(run.Optimizer.Beta);
        writer.Write(run.Optimizer.Beta1);
        writer.Write(run.Optimizer.Beta2);
        writer.Write(run.Optimizer.Epsilon);
        writer.Write((int)run.Optimizer.SecondMomentCorrection);
        writer.Write(run.LearningRate);
        writer.Write(run.BatchSize);
        writer.Write(run.Seed);
        writer.Write(run.Epochs);
        writer.Write(run.RecordEvery);
        writer.Write(run.TargetCost ?? double.NaN);
        writer.Write(run.ShuffleSeed);
        writer.Write((int)run.Precision);
    }
}
