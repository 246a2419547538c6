using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.FaultyWorker;

/// <summary>A training that fails after its first epoch.</summary>
internal sealed class FaultyTraining(ITraining training, string fault) : ITraining
{
    public int Epoch => training.Epoch;

    public bool Ended => training.Ended;

    public void Advance(int epochs)
    {
        if (training.Epoch > 0)
        {
            GoWrong();
        }

        training.Advance(1);
    }

    public ReadOnlySpan<double> Costs(int runIndex) => training.Costs(runIndex);

    public RunResult? Result(int runIndex) => training.Result(runIndex);

    public byte[] Checkpoint(int runIndex) => training.Checkpoint(runIndex);

    private void GoWrong()
    {
        switch (fault)
        {
            case "throw":
                throw new InvalidOperationException("broken on purpose");
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "die":
                using (var process = Process.GetCurrentProcess())
                {
                    process.Kill();
                }

                break;
            default:
                throw new NotSupportedException($"There is no fault {fault}.");
        }
    }
}
