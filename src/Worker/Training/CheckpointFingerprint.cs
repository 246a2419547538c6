using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NNOptim.Training.Datasets;

namespace NNOptim.Training;

/// <summary>Identifies the runs and data of a checkpoint, so that it is never resumed with others.</summary>
internal static class CheckpointFingerprint
{
    /// <summary>
    /// SHA-256 of everything that determines the runs' numbers: their parameters and the training examples. The source of the data is
    /// excluded, so that a machine with another path to the data can resume the checkpoint.
    /// </summary>
    public static byte[] Compute(IReadOnlyList<NetworkRun> runs, Dataset data)
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
            if (data.LabelScale != 1 || data.LabelMean != 0)
            {
                // Unchanged labels keep the fingerprint of checkpoints from before labels could be standardised.
                writer.Write(data.LabelScale);
                writer.Write(data.LabelMean);
            }
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(text.ToArray());
        hash.AppendData(MemoryMarshal.AsBytes(data.Inputs.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(data.Labels.AsSpan()));
        return hash.GetHashAndReset();
    }

    private static void Write(BinaryWriter writer, NetworkRun run)
    {
        writer.Write(run.Number);
        writer.Write(run.Network.Layers.Length);
        foreach (var width in run.Network.Layers)
        {
            writer.Write(width);
        }

        writer.Write((int)run.Network.HiddenActivation);
        writer.Write((int)run.Network.Initializer);
        writer.Write((int)run.Network.Loss);
        writer.Write(run.Optimizer.Rule.Name);
        foreach (var parameter in run.Optimizer.Rule.Parameters)
        {
            writer.Write(parameter.Name);
            writer.Write(run.Optimizer.Value(parameter).ToString());
        }

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
